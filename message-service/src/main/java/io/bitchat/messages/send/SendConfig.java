package io.bitchat.messages.send;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import java.time.Duration;

/** Limits of messages, and batching of sends. */
@ConfigMapping(prefix = "bitchat.messages")
public interface SendConfig {
    /** Largest content of a message in UTF-8 bytes; more is answered with 413 and the advice to send a file. */
    @WithDefault("65536")
    @Positive
    @Max(200_000)
    int maxContentBytes();

    /** Time to live of messages that give none. */
    @WithDefault("1h")
    Duration defaultTtl();

    /**
     * Messages that a peer may send per minute, to peers and to groups together. Set {@code bitchat.groups.per-minute}
     * to the same value.
     */
    @WithDefault("60")
    @Positive
    int perMinute();

    /** Rejects messages without a nonce, because they cannot be encrypted as they claim. */
    @WithDefault("false")
    boolean requireNonce();

    /** Most messages in one transaction. */
    @WithDefault("128")
    @Positive
    int batch();

    /** Most sends that may wait for a transaction; another one is answered with 503. */
    @WithDefault("2000")
    @Positive
    int maxWaiting();

    /** Transactions that run at the same time. */
    @WithDefault("2")
    @Positive
    int parallelBatches();

    /** Time limit of a send. After it, the answer is 503; the message may still be stored. */
    @WithDefault("8s")
    Duration patience();
}
