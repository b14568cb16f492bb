package io.bitchat.files;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.nio.file.Path;
import java.time.Duration;

/** How files are taken in, kept and given out. */
@ConfigMapping(prefix = "bitchat.files")
public interface FilesConfig {
    /** What chunks are kept in. */
    enum Store {
        /** A folder of this machine: {@code bitchat.files.folder}. */
        FOLDER,
        /** A bucket of an S3 server: {@code bitchat.files.s3}. */
        S3
    }

    /** What chunks are kept in; what was stored in the other is not looked for. */
    @WithDefault("folder")
    Store store();

    /** Where chunks lie if they are kept in a folder. */
    Path folder();

    /** The key that wraps the keys of files: base64 lines, the first is used, the others still open what they wrapped. */
    Path keyFile();

    /** Bytes of each chunk but the last. */
    @WithDefault("1048576")
    @Min(65_536)
    @Max(16_777_216)
    int chunkSize();

    /** Bytes of the largest file; a larger one is answered with 413. */
    @WithDefault("1073741824")
    @Positive
    long maxFileSize();

    /** Whether a chunk is on disk before it is acknowledged; without it a power failure may take acknowledged chunks. */
    @WithDefault("true")
    boolean fsync();

    /** Uploads that a peer may have under way; one more is answered with 429. */
    @WithDefault("10")
    @Positive
    int maxUploadsPerPeer();

    /** An upload that was silent for so long is not counted as under way; it can go on all the same. */
    @WithDefault("10m")
    Duration uploadIdle();

    /** An upload that was silent for so long has failed, and its chunks are deleted. */
    @WithDefault("24h")
    Duration uploadExpiry();

    /** An upload that has failed is shown for so long after its last sign of life; then nothing is known of it. */
    @WithDefault("7d")
    Duration failedKept();

    /** How often what nobody will finish is looked for. */
    @WithDefault("1m")
    Duration sweepEvery();

    /** Bytes of chunks that may be in memory on their way in, with S3 twice, also sealed; a peer may have a quarter and an address half of it, and further ones wait unread. */
    @WithDefault("50331648")
    @Min(16_777_216)
    long memory();

    /** Bytes that may be in memory on their way out: 1 MiB for each download, and with S3 four chunks more; shared out likewise, and further ones wait. */
    @WithDefault("67108864")
    @Min(16_777_216)
    long downloadMemory();

    /**
     * Bytes in a second that an upload or download has to move while others wait for memory; one that is slower is ended, and
     * goes on later. 0 is as slow as it likes.
     */
    @WithDefault("16384")
    @PositiveOrZero
    long minimumRate();

    /** Over how long that is measured. */
    @WithDefault("10s")
    Duration grace();

    /** The body of a chunk must have come after so long; else 408. */
    @WithDefault("60s")
    Duration bodyTimeout();

    /** A chunk that is not claimed or not committed after so long is answered with 503; it may still become stored. */
    @WithDefault("8s")
    Duration patience();

    /** A download that takes nothing for so long is ended. */
    @WithDefault("60s")
    Duration downloadIdle();

    /** How fast bytes flow. */
    BandwidthConfig bandwidth();

    /** How fast bytes flow; uploads and downloads each. */
    interface BandwidthConfig {
        /** Megabits (10⁶) per second of all uploads together, and of all downloads together; 0 is as fast as it goes. */
        @WithDefault("0")
        @PositiveOrZero
        double limitMbps();

        /** Megabits (10⁶) per second of one upload or download; 0 is as fast as it goes. */
        @WithDefault("0")
        @PositiveOrZero
        double transferLimitMbps();
    }

    /** Threads for the disk, hashing and encryption. */
    @WithDefault("8")
    @Positive
    int threads();
}
