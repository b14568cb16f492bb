package io.bitchat.lan.wire;

import io.bitchat.lan.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a peer says about itself.
 *
 * @param nick name to show; empty if it has none; at most {@value #MAX_NICK_BYTES} bytes
 * @param status for example {@code away}; empty means online; at most {@value #MAX_STATUS_BYTES} bytes
 * @param rooms rooms that it is in, at most {@value #MAX_ROOMS}
 */
public record Profile(String nick, String status, List<String> rooms) {
    public static final int MAX_NICK_BYTES = 64;
    public static final int MAX_STATUS_BYTES = 32;
    public static final int MAX_ROOMS = 16;

    /** What is assumed of a peer that says nothing. */
    public static final Profile PLAIN = new Profile("", "", List.of(Target.GENERAL.text()));

    /** @throws IllegalArgumentException if a part is too long or has control characters */
    public Profile {
        rooms = List.copyOf(rooms);
        if (!isText(nick, MAX_NICK_BYTES)) throw new IllegalArgumentException("nick " + nick);
        if (!isText(status, MAX_STATUS_BYTES)) throw new IllegalArgumentException("status " + status);
        if (!areRooms(rooms)) throw new IllegalArgumentException("rooms " + rooms);
    }

    /** Whether a profile with these parts is possible. */
    public static boolean isValid(String nick, String status, List<String> rooms) {
        return isText(nick, MAX_NICK_BYTES) && isText(status, MAX_STATUS_BYTES) && areRooms(rooms);
    }

    private static boolean isText(String text, int bytes) {
        return text.length() <= bytes
                && text.codePoints().noneMatch(Character::isISOControl)
                && JsonReader.isWellFormed(text)
                && text.getBytes(StandardCharsets.UTF_8).length <= bytes;
    }

    private static boolean areRooms(List<String> rooms) {
        return rooms.size() <= MAX_ROOMS
                && rooms.stream().distinct().count() == rooms.size()
                && rooms.stream().allMatch(Profile::isRoom);
    }

    private static boolean isRoom(String room) {
        return Target.parse(room)
                .filter(target -> target.peer() == null && target.text().equals(room))
                .isPresent();
    }
}
