package io.bitchat.terminal.rooms;

import io.bitchat.rooms.IndexRange;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Reads numbers of frames. What is no such number counts as none. */
final class Missing {
    /** Ranges that are read of one frame; the service names fewer. */
    private static final int MAX_RANGES = 64;

    private Missing() {}

    /** The ranges of {@code missing}. */
    static List<IndexRange> of(JsonObject frame) {
        if (!(frame.getValue("missing") instanceof JsonArray array)) return List.of();
        var ranges = new ArrayList<IndexRange>();
        for (var element : array) {
            if (ranges.size() == MAX_RANGES) break;
            if (!(element instanceof JsonArray pair) || pair.size() != 2) continue;
            long first = number(pair.getValue(0));
            long last = number(pair.getValue(1));
            if (first >= 0 && last >= first && last < Integer.MAX_VALUE) {
                ranges.add(new IndexRange((int) first, (int) last));
            }
        }
        return ranges;
    }

    static int number(JsonObject frame, String field) {
        return (int) Math.clamp(number(frame.getValue(field)), -1L, Integer.MAX_VALUE);
    }

    private static long number(Object value) {
        return value instanceof Number number ? number.longValue() : -1;
    }
}
