package io.bitchat.gossip.membership;

import io.bitchat.gossip.Contact;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.Turn;
import io.bitchat.gossip.wire.Frame;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Pings nodes: checks silent neighbours, measures round trips, and retries lost nodes. Probes of other contacts become
 * rarer with time, and much rarer if each costs a connection.
 */
final class Probes {
    private static final int OUTSTANDING = 64;
    private static final int TOKENS = 1 << 16;
    private static final int PINGS_PER_SILENCE = 4;
    private static final long LOST_INTERVAL = 2_000_000;
    private static final long FIRST_STRANGER_INTERVAL = 400_000;
    private static final long LAST_STRANGER_INTERVAL = 20_000_000;
    private static final long LAST_CONNECTION_INTERVAL = 300_000_000;
    private static final int STRANGERS = 4;
    private static final long REMEASURE_INTERVAL = 30_000_000;
    /** Number of first measurements over connections; the first may include the time to connect. */
    private static final int FIRST_MEASUREMENTS = 3;

    private final Turn turn;
    private final ActiveView active;
    private final PassiveView passive;
    private final Map<Integer, Ping> outstanding = new LinkedHashMap<>();
    private int token;
    private long lostAt;
    private long strangerAt;
    private long strangerInterval = FIRST_STRANGER_INTERVAL;
    private long remeasuredAt;

    private record Ping(Contact to, long at) {}

    Probes(Turn turn, ActiveView active, PassiveView passive) {
        this.turn = turn;
        this.active = active;
        this.passive = passive;
    }

    void ask() {
        long quiet = turn.parameters().silence().toNanos() / 1_000 / PINGS_PER_SILENCE;
        for (var neighbour : active.all()) {
            boolean unknown = !neighbour.isMeasured(turn.parameters().lossy() ? 1 : FIRST_MEASUREMENTS);
            if (turn.micros() - neighbour.lastHeard() > quiet || unknown) ping(neighbour.contact());
        }
        if (turn.micros() - remeasuredAt
                > REMEASURE_INTERVAL * turn.parameters().rarity()) remeasure();
        if (turn.micros() - lostAt > LOST_INTERVAL) tryLost();
        if (turn.micros() - strangerAt > strangerInterval) tryStrangers();
    }

    void measureSoon(Contact contact) {
        ping(contact);
    }

    private void remeasure() {
        remeasuredAt = turn.micros();
        active.any(turn.random()).ifPresent(neighbour -> ping(neighbour.contact()));
    }

    private void tryLost() {
        lostAt = turn.micros();
        passive.anyLost().ifPresent(this::ping);
    }

    private void tryStrangers() {
        strangerAt = turn.micros();
        if (turn.parameters().lossy()) {
            for (int i = 0; i < STRANGERS; i++) passive.anyUnmeasured().ifPresent(this::ping);
            strangerInterval = Math.min(LAST_STRANGER_INTERVAL, strangerInterval * 5 / 4);
        } else {
            passive.anyUnmeasured().ifPresent(this::ping);
            strangerInterval = Math.min(LAST_CONNECTION_INTERVAL, strangerInterval * 4);
        }
    }

    private void ping(Contact to) {
        token = (token + 1) % TOKENS;
        if (outstanding.size() >= OUTSTANDING)
            outstanding.remove(outstanding.keySet().iterator().next());
        outstanding.put(token, new Ping(to, turn.micros()));
        turn.send(to, new Frame.Ping(token));
    }

    /** @return whether a node answered that had been lost for longer than the silence limit */
    boolean answered(PeerId from, int answer) {
        var ping = outstanding.remove(answer);
        if (ping == null || !ping.to().id().equals(from)) return false;
        long roundTrip = Math.max(1, turn.micros() - ping.at());
        var neighbour = active.get(from);
        if (neighbour != null) {
            neighbour.measured(roundTrip);
            return false;
        }
        var lostSince = passive.lostSince(from);
        if (lostSince.isPresent()) passive.found(ping.to());
        passive.measured(from, roundTrip);
        long silence = turn.parameters().silence().toNanos() / 1_000;
        return lostSince.filter(since -> turn.micros() - since > silence).isPresent();
    }
}
