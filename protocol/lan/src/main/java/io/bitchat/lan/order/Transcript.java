package io.bitchat.lan.order;

import io.bitchat.lan.wire.Line;
import io.bitchat.lan.wire.LineCodec;
import io.bitchat.lan.wire.LineId;
import io.bitchat.lan.wire.StreamId;
import io.bitchat.lan.wire.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The newest lines, ordered by Lamport time, then sender, then sequence: the same on every node that has the same lines.
 * Bounded in lines and bytes; the first line of the order goes first.
 */
public final class Transcript {
    static final int MAX_BYTES = 8 << 20;

    /** The order of lines. */
    public static final Comparator<Line> ORDER = Comparator.comparingLong(Line::order)
            .thenComparing(Line::sender)
            .thenComparingLong(Line::sequence)
            .thenComparingLong(line -> line.id().stream().run())
            .thenComparing(line -> line.target().text());

    private final int limit;
    private final List<Line> lines = new ArrayList<>();
    private final Map<StreamId, NavigableMap<Long, Line>> streams = new HashMap<>();
    private int bytes;

    public Transcript(int limit) {
        this.limit = limit;
    }

    /**
     * Adds a line that is not there yet.
     *
     * @return number of lines behind it
     */
    public int add(Line line) {
        int at = lines.size();
        while (at > 0 && ORDER.compare(lines.get(at - 1), line) > 0) at--;
        int later = lines.size() - at;
        lines.add(at, line);
        var id = line.id();
        streams.computeIfAbsent(id.stream(), _ -> new TreeMap<>()).put(id.sequence(), line);
        bytes += size(line);
        while (lines.size() > limit || bytes > MAX_BYTES) removeFirst();
        return later;
    }

    private void removeFirst() {
        var first = lines.removeFirst();
        bytes -= size(first);
        var id = first.id();
        var stream = streams.get(id.stream());
        if (stream == null) return;
        stream.remove(id.sequence());
        if (stream.isEmpty()) streams.remove(id.stream());
    }

    /** Characters take up to two bytes; the rest of a line is at most about as large as a short one. */
    static int size(Line line) {
        return 2 * line.content().length() + LineCodec.MAX_BYTES / 128;
    }

    public boolean contains(LineId id) {
        return streams.getOrDefault(id.stream(), Collections.emptyNavigableMap())
                .containsKey(id.sequence());
    }

    /** The lines {@code from} to {@code to} of a stream that are still there. */
    public Iterable<Line> range(StreamId stream, long from, long to) {
        return streams.getOrDefault(stream, Collections.emptyNavigableMap())
                .subMap(from, true, to, true)
                .values();
    }

    /** The newest lines of plain peers to rooms, in order. */
    public List<Line> newestPlain(int count) {
        var plain = lines.stream()
                .filter(line -> line.isPlain() && line.receiver() == null)
                .toList();
        return plain.subList(Math.max(0, plain.size() - count), plain.size());
    }

    /** All lines. */
    public List<Line> lines() {
        return List.copyOf(lines);
    }

    /** The lines to one room or peer. */
    public List<Line> lines(Target target) {
        return lines.stream().filter(line -> line.target().equals(target)).toList();
    }
}
