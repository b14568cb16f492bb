package io.bitchat.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Random messages and surroundings, reproducible from a seed. */
public final class Arbitrary {
    private final Random random;

    public Arbitrary(long seed) {
        random = new Random(seed);
    }

    public Random random() {
        return random;
    }

    public Message message() {
        var receiver = random.nextInt(4) == 0 ? Message.BROADCAST : "bob";
        int bytes = random.nextInt(10) == 0 ? 70_000 : random.nextInt(200);
        return Message.of(
                        new MessageKey("alice", "m" + random.nextInt(1_000), receiver),
                        Sample.payload(bytes),
                        Sample.NOON)
                .withPriority(any(Priority.values()))
                .withWishes(wishes());
    }

    private Wishes wishes() {
        var preference = random.nextBoolean() ? null : any(TransportId.BLE, TransportId.HTX, TransportId.MESH);
        return new Wishes(
                preference,
                any(Privacy.values()),
                random.nextInt(4) == 0,
                any(Policy.values()),
                random.nextInt(4) == 0 ? Strategy.RACE : Strategy.SINGLE);
    }

    /** Up to three transports in any order, in any state. */
    public Surroundings surroundings() {
        var states = new ArrayList<TransportState>();
        for (var state : List.of(Sample.mesh(), Sample.htx(), Sample.ble())) {
            if (random.nextInt(8) > 0) states.add(random.nextInt(states.size() + 1), anyState(state));
        }
        var members = random.nextBoolean() ? Set.of("bob", "carol") : Set.<String>of();
        return new Surroundings(states, random.nextInt(4) > 0, random.nextBoolean(), members);
    }

    private TransportState anyState(TransportState state) {
        var reach = any(
                Reach.UNKNOWN,
                Reach.RELAYED,
                Reach.UNREACHABLE,
                Sample.link(random.nextInt(500), random.nextBoolean()));
        var capabilities = state.capabilities()
                .withAnonymityLevel(
                        random.nextInt(3) == 0
                                ? random.nextInt(4)
                                : state.capabilities().anonymityLevel())
                .withConnectionQuality(random.nextDouble());
        var known = state.withReach(reach).withCapabilities(capabilities);
        return random.nextInt(4) == 0 ? Sample.notBuilt(known) : known;
    }

    @SafeVarargs
    public final <T> T any(T... values) {
        return values[random.nextInt(values.length)];
    }
}
