/** One-to-one messages. The way of a message: {@code send} → outbox → Kafka, and {@code realtime} to the sockets. */
@NullMarked
package io.bitchat.messages;

import org.jspecify.annotations.NullMarked;
