package io.bitchat.groups.send;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import java.time.Duration;

/** Limits on sends to groups, and settings of their group commit. */
@ConfigMapping(prefix = "bitchat.groups")
public interface SendConfig {
    /**
     * Maximum size of a message's content in UTF-8 bytes. Larger content is refused with 413 and the advice to send a
     * file.
     */
    @WithDefault("65536")
    @Positive
    @Max(200_000)
    int maxContentBytes();

    /** Time to live of messages that give none. */
    @WithDefault("1h")
    Duration defaultTtl();

    /**
     * Maximum number of messages that a peer may send per minute, to groups and to peers together. Set
     * {@code bitchat.messages.per-minute} to the same value.
     */
    @WithDefault("60")
    @Positive
    int perMinute();

    /** Refuses messages without a nonce, since they cannot have been encrypted as they claim. */
    @WithDefault("false")
    boolean requireNonce();

    /** Maximum number of messages in one transaction. */
    @WithDefault("128")
    @Positive
    int batch();

    /** Maximum number of sends that wait for a transaction; further ones are refused with 503. */
    @WithDefault("2000")
    @Positive
    int maxWaiting();

    /** Maximum number of concurrent transactions. */
    @WithDefault("2")
    @Positive
    int parallelBatches();

    /** Time after which a send that is not committed is answered with 503; it may still be stored later. */
    @WithDefault("8s")
    Duration patience();
}
