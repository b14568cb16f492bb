package io.bitchat.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.transport.outbox.Finished;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Queue, planner and failover together, with transports that fail, an internet that comes and goes, and crashes. */
class EdgeNodeTest {
    private static final Duration ENOUGH = Duration.ofHours(2);

    @Property(tries = 150)
    void nothingAcceptedIsLostOrShownTwice(@ForAll long seed) {
        var world = new World(seed).play();

        assertThat(world.node.held()).isZero();
        assertThat(world.receivers.shown).doesNotHaveDuplicates().isSubsetOf(world.node.accepted);
        for (var key : world.node.accepted) {
            var end = world.endOf(key);
            if (end instanceof Finished.End.HandedOver)
                assertThat(world.receivers.shown).contains(key);
        }
        assertThat(world.node.finished())
                .extracting(Finished::key)
                .containsExactlyInAnyOrderElementsOf(world.node.accepted);
    }

    @Property(tries = 150)
    void privacyIsNeverLoweredAndNoLimitExceeded(@ForAll long seed) {
        assertThat(new World(seed).play().node.violations).isEmpty();
    }

    @Property(tries = 150)
    void everyReceiverShowsTheMessagesOfASenderInTheirOrder(@ForAll long seed) {
        var world = new World(seed).play();

        var bySenderReceiverAndPrivacy = new HashMap<String, List<MessageKey>>();
        for (var key : world.receivers.shown) {
            var lane = key.sender() + " " + key.receiver() + " "
                    + world.deposited.get(key).requiresPrivacy();
            bySenderReceiverAndPrivacy
                    .computeIfAbsent(lane, _ -> new ArrayList<>())
                    .add(key);
        }
        assertThat(bySenderReceiverAndPrivacy.values()).allSatisfy(keys -> assertThat(
                        keys.stream().map(world.node.accepted::indexOf).toList())
                .isSorted());
    }

    /** Unless an acknowledgement was lost, or a crash or a time limit came before it, a message is on the wire once. */
    @Property(tries = 150)
    void aMessageIsSentAgainOnlyIfNobodyKnowsWhetherItArrived(@ForAll long seed) {
        var world = new World(seed).play();

        world.receivers.arrivals.forEach((key, times) -> assertThat(times)
                .as(key + ", arrivals")
                .isLessThanOrEqualTo(1 + world.node.unknownOutcomes.getOrDefault(key, 0)));
    }

    /** Half an hour of deposits and faults, then enough time for every message to arrive or expire. */
    private final class World {
        final Timeline timeline = new Timeline();
        final Receivers receivers = new Receivers();
        final Random random;
        final EdgeNode node;
        final Map<MessageKey, Message> deposited = new LinkedHashMap<>();

        World(long seed) {
            random = new Random(seed);
            node = new EdgeNode(timeline, random, receivers);
        }

        World play() {
            for (int i = 0; i < 150; i++) {
                timeline.run(Duration.ofMillis(random.nextInt(6_000)));
                if (random.nextInt(6) == 0) fault();
                else deposit(i);
            }
            for (var transport : all()) node.repairTransport(transport);
            node.internet(true);
            timeline.run(ENOUGH);
            return this;
        }

        /** Mostly a new message; sometimes one again whose sender got no answer. */
        private void deposit(int number) {
            boolean again = !deposited.isEmpty() && random.nextInt(8) == 0;
            node.deposit(again ? any(List.copyOf(deposited.values())) : fresh(number));
        }

        private Message fresh(int number) {
            var key = new MessageKey("sender" + random.nextInt(3), "m" + number, "peer" + random.nextInt(3));
            var message = Message.of(key, Sample.payload(random.nextInt(300)), timeline.now())
                    .withPriority(Priority.values()[random.nextInt(3)])
                    .withTtl(Duration.ofSeconds(5 + random.nextInt(600)));
            if (random.nextInt(3) == 0) message = Sample.requiringPrivacy(message);
            deposited.put(key, message);
            return message;
        }

        private void fault() {
            var transport = any(all());
            switch (random.nextInt(6)) {
                case 0 -> node.crash();
                case 1 -> node.internet(false);
                case 2 -> node.internet(true);
                case 3, 4 -> node.breakTransport(transport);
                default -> node.repairTransport(transport);
            }
        }

        private <T> T any(List<T> values) {
            return values.get(random.nextInt(values.size()));
        }

        private List<TransportId> all() {
            return List.of(TransportId.BLE, TransportId.HTX, TransportId.MESH);
        }

        Finished.End endOf(MessageKey key) {
            return node.finished().stream()
                    .filter(gone -> gone.key().equals(key))
                    .findFirst()
                    .orElseThrow()
                    .end();
        }
    }
}
