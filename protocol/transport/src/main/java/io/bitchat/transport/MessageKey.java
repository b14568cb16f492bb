package io.bitchat.transport;

import java.util.regex.Pattern;

/**
 * What makes a message unique. An id belongs to its sender, so nobody can suppress another's message by using its id.
 * The copies of a broadcast have one id and different receivers.
 *
 * @param sender id of a peer
 * @param id chosen by the sender
 * @param receiver id of a peer, or {@link Message#BROADCAST}
 */
public record MessageKey(String sender, String id, String receiver) {
    private static final Pattern TEXT = Pattern.compile("[A-Za-z0-9._@:+-]{1,128}");

    /** @throws IllegalArgumentException unless each has 1 to 128 letters, digits and {@code ._@:+-} */
    public MessageKey {
        if (!isId(sender) || !isId(id) || !isId(receiver)) {
            throw new IllegalArgumentException("sender, id or receiver is no id");
        }
    }

    /** The key of the copy of a broadcast for one receiver. */
    public MessageKey to(String one) {
        return new MessageKey(sender, id, one);
    }

    /** Whether the text has the form of an id of a peer or message. */
    public static boolean isId(String text) {
        return TEXT.matcher(text).matches();
    }
}
