package io.bitchat.rooms;

import io.bitchat.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The room of two peers. Both can work out its id, so that neither has to tell the other: {@code direct-} and the first 32
 * hexadecimal digits of the SHA-256 of both ids, in ascending order with a line feed between them, as UTF-8. Anybody else
 * can work it out as well, so the service lets only these two make it.
 */
public final class DirectRoom {
    private static final String PREFIX = "direct-";
    private static final int DIGITS = 32;

    private DirectRoom() {}

    /** The id of the room of two peers. */
    public static String idOf(String one, String other) {
        var both = one.compareTo(other) < 0 ? one + "\n" + other : other + "\n" + one;
        var digest = Sha256.newDigest().digest(both.getBytes(StandardCharsets.UTF_8));
        return PREFIX + HexFormat.of().formatHex(digest).substring(0, DIGITS);
    }

    /** Whether an id is one of those that only two peers may make. */
    public static boolean isDirect(String roomId) {
        return roomId.startsWith(PREFIX);
    }
}
