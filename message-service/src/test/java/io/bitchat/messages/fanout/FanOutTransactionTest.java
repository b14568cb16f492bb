package io.bitchat.messages.fanout;

import static io.bitchat.messages.Api.get;
import static io.bitchat.messages.Api.post;
import static io.bitchat.messages.Api.send;
import static io.bitchat.messages.Api.someone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.bitchat.contracts.groups.GroupMessageEvent;
import io.bitchat.contracts.groups.GroupMessageEvent.Delivered;
import io.bitchat.contracts.messages.MessageIds;
import io.bitchat.kit.codec.EventCodec;
import io.bitchat.kit.commit.Transactions;
import io.bitchat.kit.event.EventProducer;
import io.bitchat.messages.RealServers;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@RealServers
class FanOutTransactionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Gaps, duplicates and places out of range in the streams of some peers. */
    private static final String FAULTS = """
            with placed as (
                select peer_id, position from group_inbox where peer_id = any($1)
                union all
                select to_peer_id, position from messages where to_peer_id = any($1))
            select coalesce(sum(case when i.position = p.count and p.min = 1 and p.max = p.count then 0 else 1 end), 0),
                   coalesce(sum(p.count), 0)
            from (select peer_id, count(*), min(position), max(position) from placed group by peer_id) p
            join inboxes i using (peer_id)
            """;

    @Inject
    EventCodec codec;

    @Inject
    EventProducer producer;

    @Inject
    Transactions transactions;

    @Inject
    FanOutTransaction fanOut;

    @Inject
    MeterRegistry metrics;

    @Inject
    Pool pool;

    @Test
    void aThousandRecipientsGetEveryMessageAtConsecutivePlaces() {
        var members = crowd("crowd", 1_000);
        var group = new GroupFeed(codec, producer, members);
        for (int i = 1; i <= 50; i++) group.say("group " + i);

        await().atMost(PATIENCE).until(() -> placed(members) == 50_000);

        assertThat(faults(members)).isZero();
        get("/messages/inbox/" + members.getLast() + "?limit=500")
                .body(
                        "content",
                        equalTo(IntStream.rangeClosed(1, 50)
                                .mapToObj(i -> "group " + i)
                                .toList()));
    }

    @Test
    void batchesWithTheSameRecipientsAndSendsToThemDoNotWaitForEachOtherInACircle() throws Exception {
        var members = crowd("member", 60);
        var work = new ArrayList<Callable<Void>>();
        for (int worker = 0; worker < 4; worker++) {
            var group = new GroupFeed(codec, producer, members.subList(worker * 5, 40 + worker * 5));
            work.add(() -> {
                for (int i = 0; i < 20; i++) run(List.of(group.event("a"), group.event("b")));
                return null;
            });
        }
        var author = someone("author");
        work.add(() -> {
            for (int i = 0; i < 120; i++) send(author, members.get((i * 37) % 60), "direct");
            return null;
        });
        try (var threads = Executors.newFixedThreadPool(work.size())) {
            for (Future<Void> done : threads.invokeAll(work)) done.get();
        }

        assertThat(faults(members)).isZero();
        assertThat(placed(members)).isEqualTo(4 * 20 * 2 * 40 + 120);
    }

    @Test
    void whatCannotBeAppliedBecomesADeadLetterAndTheRestGoesOn() {
        var bob = someone("bob");
        var group = new GroupFeed(codec, producer, List.of(bob));
        double before = deadLetters();

        group.say("before");
        group.publishUnreadable();
        group.publish(withTtl(group.event("never lives"), 0));
        group.publish(withoutRecipients(group.event("for nobody known")));
        group.say("after");

        await().atMost(PATIENCE).untilAsserted(() -> get("/messages/inbox/" + bob)
                .body("content", equalTo(List.of("before", "after"))));
        assertThat(deadLetters() - before).isEqualTo(3);
    }

    @Test
    void aMessageWhoseIdAnotherMessageHasReachesEveryMemberUnderAnotherId() {
        var bob = someone("bob");
        var carol = someone("carol");
        var group = new GroupFeed(codec, producer, List.of(bob, carol));
        var mallory = someone("mallory");
        var taken = send(mallory, mallory, "to myself");
        double before = deadLetters();
        double renamed = metrics.counter("bitchat.fanout.renamed").count();

        var event = withId(group.event("suppressed"), taken);
        group.publish(event);
        group.publish(event);
        group.say("after");

        for (var peer : List.of(bob, carol)) {
            await().atMost(PATIENCE).untilAsserted(() -> get("/messages/inbox/" + peer)
                    .body("content", equalTo(List.of("suppressed", "after")))
                    .body("[0].message_id", equalTo(MessageIds.inStreams(event.groupId(), event.fromPeerId(), taken))));
        }
        assertThat(deadLetters() - before).isZero();
        assertThat(metrics.counter("bitchat.fanout.renamed").count() - renamed).isEqualTo(1);
    }

    @Test
    void anIdThatIsTakenWhileItsMessageIsStoredIsNoDeadLetter() throws Exception {
        double before = deadLetters();
        for (int round = 0; round < 20; round++) {
            var bob = someone("bob");
            var group = new GroupFeed(codec, producer, List.of(bob));
            var id = someone("raced");
            var event = withId(group.event("said"), id);
            var mallory = someone("mallory");
            try (var threads = Executors.newFixedThreadPool(2)) {
                var taking = threads.submit(() -> post(
                                "/messages/send",
                                Map.of(
                                        "from_peer_id", mallory,
                                        "to_peer_id", mallory,
                                        "content", "mine",
                                        "message_id", id))
                        .statusCode(201));
                group.publish(event);
                taking.get();
            }
            await().atMost(PATIENCE)
                    .untilAsserted(() -> get("/messages/inbox/" + bob).body("content", equalTo(List.of("said"))));
        }
        assertThat(deadLetters() - before).isZero();
    }

    private void run(List<GroupMessageEvent> events) {
        transactions.run(connection -> fanOut.run(connection, events)).await().indefinitely();
    }

    private double deadLetters() {
        return metrics.counter("bitchat.dead.letters", "topic", GroupMessageEvent.TOPIC)
                .count();
    }

    private long faults(List<String> peers) {
        return examine(peers, 0);
    }

    private long placed(List<String> peers) {
        return examine(peers, 1);
    }

    private long examine(List<String> peers, int column) {
        return pool.preparedQuery(FAULTS)
                .execute(Tuple.of((Object) peers.toArray(String[]::new)))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getLong(column);
    }

    private static List<String> crowd(String name, int size) {
        var prefix = someone(name);
        return IntStream.range(0, size)
                .mapToObj(i -> "%s-%04d".formatted(prefix, i))
                .toList();
    }

    private static Delivered withTtl(Delivered event, int ttl) {
        return copy(event, event.messageId(), ttl, event.recipients());
    }

    private static Delivered withoutRecipients(Delivered event) {
        return copy(event, event.messageId(), event.ttlSeconds(), null);
    }

    private static Delivered withId(Delivered event, String messageId) {
        return copy(event, messageId, event.ttlSeconds(), event.recipients());
    }

    private static Delivered copy(Delivered event, String messageId, int ttl, List<String> recipients) {
        return new Delivered(
                messageId,
                event.at(),
                event.groupId(),
                event.fromPeerId(),
                event.sequence(),
                event.clockEntry(),
                event.content(),
                event.encryptionAlgorithm(),
                event.nonce(),
                event.sentAt(),
                ttl,
                event.hopCount(),
                recipients);
    }
}
