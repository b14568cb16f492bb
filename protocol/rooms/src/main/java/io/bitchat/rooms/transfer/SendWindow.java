package io.bitchat.rooms.transfer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Number of chunks that a sender may have under way. It is twice the bandwidth-delay product, as in BBR
 * (draft-ietf-ccwg-bbr, section 5.6.4): the fastest delivery of the last rounds times the shortest round trip. More would
 * only wait in queues, and would be lost with the connection.
 */
final class SendWindow {
    /** The window of a new connection, in bytes; at least two chunks, so that one is under way while one is stored. */
    static final int LEAST_BYTES = 128 << 10;

    private static final int LEAST_CHUNKS = 2;
    private static final int GAIN = 2;
    private static final int ROUNDS = 8;

    private final int least;
    private final int most;
    private int size;
    private long granted;
    private long arrived;

    private @Nullable Round round;
    private @Nullable Duration shortest;
    /** Chunks per second of the last rounds. */
    private final ArrayDeque<Double> rates = new ArrayDeque<>(ROUNDS);

    /**
     * A round trip that is being measured: from a grant until the first chunk that it paid for.
     *
     * @param first number of that chunk, by order of arrival
     * @param arrivedBefore number of chunks that had arrived when it began
     */
    private record Round(long first, Instant began, long arrivedBefore) {}

    /** @param most its size at most, in chunks */
    SendWindow(int most, int chunkSize) {
        this.most = most;
        least = Math.min(most, Math.max(LEAST_CHUNKS, LEAST_BYTES / chunkSize));
        size = least;
    }

    /** Its size, in chunks. */
    int size() {
        return size;
    }

    /** The connection is another one, of which nothing is known. */
    void restart() {
        size = least;
        granted = 0;
        arrived = 0;
        round = null;
        shortest = null;
        rates.clear();
    }

    /** The sender was given credits for this number of chunks. */
    void granted(int chunks, Instant now) {
        if (round == null) round = new Round(granted + 1, now, arrived);
        granted += chunks;
    }

    /** A chunk that was paid for has arrived. */
    void arrived(Instant now) {
        arrived++;
        var current = round;
        if (current == null || arrived < current.first()) return;
        round = null;
        // a clock may stand still between two chunks
        var trip = max(Duration.between(current.began(), now), Duration.ofNanos(1_000));
        if (shortest == null || trip.compareTo(shortest) < 0) shortest = trip;
        if (rates.size() == ROUNDS) rates.remove();
        rates.add((arrived - current.arrivedBefore()) / seconds(trip));
        double fastest = rates.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        size = (int) Math.clamp(Math.ceil(GAIN * fastest * seconds(shortest)), least, most);
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}
