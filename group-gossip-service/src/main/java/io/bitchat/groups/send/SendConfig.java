package io.bitchat.groups.send;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import java.time.Duration;

/** What a member may send, and how sends share transactions. */
@ConfigMapping(prefix = "bitchat.groups")
public interface SendConfig {
    /** UTF-8 bytes of content; more is answered with 413 and the advice to send a file. */
    @WithDefault("65536")
    @Positive
    @Max(200_000)
    int maxContentBytes();

    /** For messages that give no ttl. */
    @WithDefault("1h")
    Duration defaultTtl();

    /** Messages a peer may send into groups in a minute; each replica counts for itself. */
    @WithDefault("60")
    @Positive
    int perMinute();

    /** Refuses messages without a nonce, that is, messages that cannot have been encrypted as they claim. */
    @WithDefault("false")
    boolean requireNonce();

    /** Messages in one transaction. */
    @WithDefault("128")
    @Positive
    int batch();

    /** Sends that wait for a transaction; one more is answered with 503. */
    @WithDefault("2000")
    @Positive
    int maxWaiting();

    /** Transactions at a time. */
    @WithDefault("2")
    @Positive
    int parallelBatches();

    /** A send that is not committed after this long is answered with 503; it may still become stored. */
    @WithDefault("8s")
    Duration patience();
}
