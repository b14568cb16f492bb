package io.bitchat.files;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.nio.file.Path;
import java.time.Duration;

/** Settings for uploading, storing and downloading files. */
@ConfigMapping(prefix = "bitchat.files")
public interface FilesConfig {
    /** Kind of storage for chunks. */
    enum Store {
        /** A folder of this machine: {@code bitchat.files.folder}. */
        FOLDER,
        /** A bucket of an S3 server: {@code bitchat.files.s3}. */
        S3
    }

    /** Store for chunks; chunks in the other store are not found. */
    @WithDefault("folder")
    Store store();

    /** Folder for chunks, if they are kept in a folder. */
    Path folder();

    /**
     * File of the key-encryption keys, one base64 line each. The first key wraps the keys of files; the others only
     * unwrap.
     */
    Path keyFile();

    /** Size of each chunk but the last, in bytes. */
    @WithDefault("1048576")
    @Min(65_536)
    @Max(16_777_216)
    int chunkSize();

    /** Maximum file size in bytes; a larger file is rejected with 413. */
    @WithDefault("1073741824")
    @Positive
    long maxFileSize();

    /**
     * Whether a chunk is synced to disk before it is acknowledged. Without it a power failure may lose acknowledged
     * chunks.
     */
    @WithDefault("true")
    boolean fsync();

    /** Maximum number of concurrent uploads of a peer; one more is rejected with 429. */
    @WithDefault("10")
    @Positive
    int maxUploadsPerPeer();

    /** Time without activity after which an upload no longer counts as concurrent; it can still be continued. */
    @WithDefault("10m")
    Duration uploadIdle();

    /** Time without activity after which an upload fails and its chunks are deleted. */
    @WithDefault("24h")
    Duration uploadExpiry();

    /** Time after its last activity for which a failed upload is still shown; then its row is deleted. */
    @WithDefault("7d")
    Duration failedKept();

    /** Interval of the sweep for abandoned uploads. */
    @WithDefault("1m")
    Duration sweepEvery();

    /** Time for which readiness gives out one result of a trial write again; at most one trial runs at a time. */
    @WithDefault("3s")
    Duration checkEvery();

    /** Time after which a trial write that has not ended makes readiness DOWN. */
    @WithDefault("10s")
    Duration checkLimit();

    /**
     * Memory for incoming chunks in bytes. With S3 each chunk counts twice, plain and sealed. A peer may use a quarter
     * of it and an address half; further requests wait unread.
     */
    @WithDefault("50331648")
    @Min(16_777_216)
    long memory();

    /**
     * Memory for outgoing chunks in bytes. A download takes 1 MiB from a folder, or three to five chunks from S3. A
     * peer may use a quarter of it and an address half; further downloads wait.
     */
    @WithDefault("67108864")
    @Min(16_777_216)
    long downloadMemory();

    /**
     * Minimum rate of an upload or download in bytes per second while others wait for memory. A slower one is ended,
     * and can be continued later. 0 means no minimum.
     */
    @WithDefault("16384")
    @PositiveOrZero
    long minimumRate();

    /** Period over which the minimum rate is measured. */
    @WithDefault("10s")
    Duration grace();

    /** Time in which the body of a chunk must arrive; a slower request is rejected with 408. */
    @WithDefault("60s")
    Duration bodyTimeout();

    /**
     * Maximum wait for the database to claim a chunk's place, and again to commit the chunk. A request that waits
     * longer is answered with 503; its chunk may still be stored.
     */
    @WithDefault("8s")
    Duration patience();

    /** Time after which a download is ended if its client reads nothing. */
    @WithDefault("60s")
    Duration downloadIdle();

    /** Bandwidth limits. */
    BandwidthConfig bandwidth();

    /** Bandwidth limits; they apply to uploads and to downloads separately. */
    interface BandwidthConfig {
        /**
         * Limit of all uploads together, and of all downloads together, in megabits (10⁶) per second; 0 means
         * unlimited.
         */
        @WithDefault("0")
        @PositiveOrZero
        double limitMbps();

        /** Limit of one upload or download in megabits (10⁶) per second; 0 means unlimited. */
        @WithDefault("0")
        @PositiveOrZero
        double transferLimitMbps();
    }

    /** Number of threads for disk access, hashing and encryption. */
    @WithDefault("8")
    @Positive
    int threads();
}
