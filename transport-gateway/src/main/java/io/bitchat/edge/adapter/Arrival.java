package io.bitchat.edge.adapter;

import io.bitchat.transport.Message;
import java.util.function.Consumer;

/**
 * A message that a transport has brought. Whoever takes it answers, when it is safe here or was known before; without an
 * answer the sender keeps it and sends it again.
 *
 * @param from the node that brought it
 * @param answer true to acknowledge, false to refuse; to be called once
 */
public record Arrival(Message message, String from, Consumer<Boolean> answer) {}
