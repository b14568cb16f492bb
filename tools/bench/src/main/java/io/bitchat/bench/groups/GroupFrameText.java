package io.bitchat.bench.groups;

import org.jspecify.annotations.Nullable;

/**
 * The fields of a {@code group_message} frame that the driver needs. They are found by text search without parsing: at
 * many thousand frames per second the driver must leave the cores to the suite. The bench's content cannot be mistaken
 * for a field.
 */
public record GroupFrameText(String groupId, String messageId, int sequence) {
    private static final String TYPE = "\"type\":\"group_message\"";
    private static final String GROUP = "\"group_id\":\"";
    private static final String ID = "\"message_id\":\"";
    private static final String SEQUENCE = "\"sequence\":";

    /** Null for any other frame. */
    public static @Nullable GroupFrameText of(String text) {
        int sequence = text.lastIndexOf(SEQUENCE);
        String groupId = text(text, GROUP);
        String messageId = text(text, ID);
        if (groupId == null || messageId == null || sequence < 0 || !text.contains(TYPE)) {
            return null;
        }
        return new GroupFrameText(groupId, messageId, number(text, sequence + SEQUENCE.length()));
    }

    private static @Nullable String text(String text, String name) {
        int at = text.indexOf(name);
        int start = at + name.length();
        return at < 0 ? null : text.substring(start, text.indexOf('"', start));
    }

    private static int number(String text, int start) {
        int end = start;
        while (Character.isDigit(text.charAt(end))) {
            end++;
        }
        return Integer.parseInt(text, start, end, 10);
    }
}
