package io.bitchat.lan.order;

import io.bitchat.lan.Count;
import io.bitchat.lan.Event;
import io.bitchat.lan.Turn;
import io.bitchat.lan.registry.Bounded;
import io.bitchat.lan.wire.Line;
import io.bitchat.lan.wire.Notes;
import io.bitchat.lan.wire.Notes.Head;
import io.bitchat.lan.wire.Notes.Want;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.lan.wire.Refusal;
import io.bitchat.lan.wire.StreamId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All streams: what is there, what waits, and what has to be asked for. At most {@value #MAX_STREAMS}. */
public final class Streams {
    static final int MAX_STREAMS = 512;
    static final int MAX_ASKED = 5;
    static final int MAX_WAITING_BYTES = 8 << 20;

    /** Time for lines that are under way. */
    public static final long UNDER_WAY = 300;

    /** A relayed line is longer by its number of hops. */
    public static final int RELAY_RESERVE = 64;

    static final int MAX_RECEIVERS = 4_096;
    private static final long ASK_AGAIN = 500;
    private static final int MAX_DOUBLINGS = 4;
    /** Between two requests of a long range that comes in parts. */
    private static final long NEXT_PART = 40;

    private final Turn turn;
    private final SequencedMap<StreamId, Stream> streams = new Bounded<>(MAX_STREAMS);
    /** Never forgotten, since numbers must not be used again. */
    private final Map<StreamId, Stream> own = new HashMap<>();

    public Streams(Turn turn) {
        this.turn = turn;
    }

    /**
     * Takes a line that was checked.
     *
     * @param from neighbour that sent it
     * @return the lines that can be shown now, in order; empty if it must wait or was refused
     */
    public Accepted offer(Line line, PeerId from) {
        var id = line.id();
        var stream = streams.computeIfAbsent(id.stream(), _ -> new Stream());
        if (stream.has(line.sequence())) return refused(Refusal.DUPLICATE);
        boolean mustWait = line.sequence() > stream.head() + 1;
        if (mustWait && (stream.isFull() || isFull(line))) return refused(Refusal.WAITING_FULL);
        boolean waited = stream.isWaiting();
        var ready = stream.add(line, turn.millis());
        if (stream.isWaiting() && !waited) turn.count(Count.GAPS);
        if (stream.missingUpTo() <= stream.head()) {
            stream.wantAt = Stream.NEVER;
        } else {
            stream.holder = from;
            want(stream, line.stamp().again() ? NEXT_PART : UNDER_WAY);
        }
        return new Accepted(true, ready);
    }

    private boolean isFull(Line line) {
        long waiting = streams.values().stream().mapToLong(Stream::waitingBytes).sum();
        return waiting + Transcript.size(line) > MAX_WAITING_BYTES;
    }

    private Accepted refused(Refusal reason) {
        turn.refuse(reason);
        return new Accepted(false, List.of());
    }

    /**
     * Result of {@link #offer}.
     *
     * @param isNew whether the line was not there before
     */
    public record Accepted(boolean isNew, List<Line> ready) {}

    private void want(Stream stream, long after) {
        stream.wantAt = Math.min(stream.wantAt, turn.millis() + after);
    }

    /** Learns that a neighbour has all lines of a stream up to a number. */
    public void heard(StreamId id, long sequence, PeerId holder, long delay) {
        if (sequence < 1) return;
        var stream = streams.computeIfAbsent(id, _ -> new Stream());
        if (sequence <= stream.known && stream.missingUpTo() <= stream.head()) return;
        if (sequence > stream.known) stream.asked = 0;
        stream.known = Math.max(stream.known, sequence);
        if (sequence <= stream.head()) return;
        stream.holder = holder;
        want(stream, delay);
    }

    /** Number of the last line before the first missing one; 0 for an unknown stream. */
    public long head(StreamId id) {
        var stream = own.getOrDefault(id, streams.get(id));
        return stream == null ? 0 : stream.head();
    }

    /** Counts an own line; false if there are too many streams. */
    public boolean next(StreamId id) {
        if (own.size() >= MAX_RECEIVERS && !own.containsKey(id)) return false;
        own.computeIfAbsent(id, _ -> new Stream()).next();
        return true;
    }

    /** What this node has and {@code reader} may read. */
    public List<Head> have(PeerId reader) {
        var heads = new ArrayList<Head>();
        own.forEach((id, stream) -> add(heads, id, stream, reader));
        // the streams that were used last
        streams.reversed().forEach((id, stream) -> add(heads, id, stream, reader));
        return heads;
    }

    private static void add(List<Head> heads, StreamId id, Stream stream, PeerId reader) {
        if (heads.size() < Notes.MAX_HEADS && stream.head() > 0 && id.isFor(reader))
            heads.add(new Head(id, stream.head()));
    }

    /** Whether this node has anything that a neighbour with these heads lacks. */
    public boolean isAheadOf(List<Head> theirs, PeerId reader) {
        var known = new LinkedHashMap<StreamId, Long>();
        theirs.forEach(head -> known.put(head.stream(), head.sequence()));
        return have(reader).stream().anyMatch(mine -> mine.sequence() > known.getOrDefault(mine.stream(), 0L));
    }

    /**
     * Gives up what nobody has, and asks for the rest.
     *
     * @param isThere whether a neighbour can be asked
     * @param other a neighbour to ask instead; null if there is none
     * @param show takes lines that need not wait any more
     * @return what to ask of whom
     */
    public Map<PeerId, List<Want>> due(Predicate<PeerId> isThere, @Nullable PeerId other, Consumer<Line> show) {
        var wants = new LinkedHashMap<PeerId, List<Want>>();
        long now = turn.millis();
        for (var entry : List.copyOf(streams.entrySet())) {
            var stream = entry.getValue();
            long patience = turn.parameters().gapPatience().toMillis();
            if (stream.waitingSince != Stream.NEVER && now - stream.waitingSince >= patience)
                giveUp(entry.getKey(), stream, show);
            if (stream.wantAt > now) continue;
            boolean useless = stream.missingUpTo() <= stream.head() || stream.asked >= MAX_ASKED;
            stream.wantAt = useless ? Stream.NEVER : now + (ASK_AGAIN << Math.min(stream.asked, MAX_DOUBLINGS));
            if (useless) {
                if (!stream.isWaiting()) stream.known = stream.head();
                continue;
            }
            var holder = stream.holder != null && isThere.test(stream.holder) && stream.asked % 2 == 0
                    ? stream.holder
                    : other;
            stream.asked++;
            if (holder == null) continue;
            var asked = wants.computeIfAbsent(holder, _ -> new ArrayList<>());
            if (asked.size() < Notes.MAX_WANTS)
                asked.add(new Want(entry.getKey(), stream.head() + 1, stream.missingUpTo()));
        }
        return wants;
    }

    private void giveUp(StreamId id, Stream stream, Consumer<Line> show) {
        long from = stream.head() + 1;
        long to = stream.missingUpTo();
        turn.count(Count.LINES_MISSING, to - from + 1);
        turn.tell(new Event.LinesMissing(id, from, to));
        stream.skip(turn.millis()).forEach(show);
    }
}
