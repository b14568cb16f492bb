package io.bitchat.files.transfer;

import io.bitchat.rooms.Chunking;
import io.bitchat.rooms.RoomLimits;
import io.bitchat.rooms.TransferSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;
import java.util.Optional;

/** Limits and times of transfers in rooms. */
@ConfigMapping(prefix = "bitchat.transfers")
public interface TransfersConfig {
    /** Size of each chunk but the last in bytes, if an offer does not say. */
    @WithDefault("65536")
    @Min(1)
    @Max(Chunking.MAX_CHUNK_SIZE)
    int chunkSize();

    /** Maximum size of a file in bytes; a larger one is refused with 413. */
    @WithDefault("524288000")
    @Positive
    long maxFileSize();

    /** Maximum number of running transfers of one sender; one more is refused with 429. */
    @WithDefault("5")
    @Positive
    int perUser();

    /** Maximum number of running transfers in one room; one more is refused with 429. */
    @WithDefault("10")
    @Positive
    int perRoom();

    /**
     * Bandwidth of all transfers of one room together, in megabits (10⁶) per second; 0 means unlimited. The limit of all
     * uploads applies as well.
     */
    @WithDefault("0")
    @PositiveOrZero
    double roomLimitMbps();

    /** Time after which an offer cannot be accepted any more. */
    @WithDefault("1h")
    Duration offerLife();

    /** Time in which an end that is expected to act may do nothing; then its part is cancelled. */
    @WithDefault("30s")
    Duration idle();

    /** Longest pause, and longest absence of a receiver. */
    @WithDefault("1h")
    Duration pausedLife();

    /** Time that a sender without connection has to come back. */
    @WithDefault("30s")
    Duration senderGrace();

    /** Bytes that may be under way to or from one client. */
    @WithDefault("1048576")
    @Min(1)
    @Max(16_777_216)
    int window();

    /** Time for which a transfer is shown after its end. */
    @WithDefault("24h")
    Duration endedKept();

    /** Time without any offer after which a room that is no group is forgotten. */
    @WithDefault("7d")
    Duration roomKept();

    /** Interval at which what a crash left behind is deleted. */
    @WithDefault("1m")
    Duration sweepEvery();

    /**
     * Address of this replica for the others, such as {@code http://10.0.0.7:8084}. By default the address of the host's
     * own name, or the one that the service is bound to.
     */
    Optional<String> advertisedUrl();

    /** Maximum wait for the database; then a request is answered with 503. What it asked for may still happen. */
    @WithDefault("8s")
    Duration patience();

    /** The settings of the state machine. */
    default TransferSettings settings() {
        var defaults = TransferSettings.defaults();
        return new TransferSettings(
                offerLife(),
                idle(),
                pausedLife(),
                senderGrace(),
                defaults.lateAcceptance(),
                defaults.progressEvery(),
                window(),
                defaults.maxReceivers());
    }

    /** The limits of new transfers. */
    default RoomLimits limits() {
        return new RoomLimits(maxFileSize(), perUser(), perRoom());
    }
}
