/**
 * Messages between two peers. A message passes {@code send} → outbox → Kafka, and {@code realtime} pushes it to
 * sockets.
 */
@NullMarked
package io.bitchat.messages;

import org.jspecify.annotations.NullMarked;
