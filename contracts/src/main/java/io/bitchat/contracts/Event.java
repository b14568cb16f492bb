package io.bitchat.contracts;

import java.time.Instant;

/**
 * A fact that a service publishes. Its name is in the past tense, and it never changes once published. New fields are
 * added only in ways that old consumers can ignore.
 */
public interface Event {
    /** Kafka topic of this fact. */
    String topic();

    /** Kafka record key: facts with equal keys arrive in the order in which they happened. */
    String key();

    /** CloudEvents {@code subject}: id of the entity that the fact is about. */
    String subject();

    /** Time of the fact, by the clock of the producing service. */
    Instant at();
}
