package io.bitchat.edge.adapter;

import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A message that a transport has brought. Whoever takes it answers, when it is safe here or was known before; without an
 * answer the sender keeps it and sends it again.
 *
 * @param from the node that brought it
 * @param after message that must have been taken before; else this one is refused. Null if there is none
 * @param answer true to acknowledge, false to refuse; to be called once
 */
public record Arrival(
        Message message, String from, @Nullable MessageKey after, Consumer<Boolean> answer) {}
