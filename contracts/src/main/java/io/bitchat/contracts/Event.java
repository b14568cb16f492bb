package io.bitchat.contracts;

import java.time.Instant;

/**
 * A fact that a service publishes. Facts are in the past tense, never change once published, and gain fields only in
 * ways that old consumers can ignore.
 */
public interface Event {
    /** The Kafka topic this fact appears on. */
    String topic();

    /** The Kafka record key: facts with equal keys arrive in the order they happened. */
    String key();

    /** CloudEvents {@code subject}: the id of the thing the fact is about. */
    String subject();

    /** When it happened, by the clock of the producing service. */
    Instant at();
}
