package io.bitchat.groups;

import static io.bitchat.groups.Api.deleteAs;
import static io.bitchat.groups.Api.get;
import static io.bitchat.groups.Api.group;
import static io.bitchat.groups.Api.someone;
import static io.bitchat.groups.Api.trySend;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.bitchat.contracts.groups.GroupMessageEvent;
import io.bitchat.testkit.Heard;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@RealServers
class ConcurrencyTest {
    private static final int SENDS = 50;

    @Inject
    Rows rows;

    @Test
    void fiftySendsByFiveHaveFiftyPlacesAndOneOrder() throws Exception {
        var peers = IntStream.range(0, 5).mapToObj(i -> someone("p" + i)).toList();
        var id = group(peers.getFirst(), peers.toArray(String[]::new));

        var sequences = new ArrayList<Long>();
        try (var threads = Executors.newFixedThreadPool(SENDS)) {
            var sends = IntStream.range(0, SENDS)
                    .mapToObj(i -> threads.submit(() -> trySend(id, peers.get(i % 5), "m" + i)
                            .statusCode(201)
                            .extract()
                            .<Integer>path("sequence")
                            .longValue()))
                    .toList();
            for (var sent : sends) sequences.add(sent.get());
        }

        assertThat(sequences).containsExactlyInAnyOrderElementsOf(upTo(SENDS));
        peers.forEach(peer -> assertThat(entries(id, peer)).containsExactlyElementsOf(upTo(SENDS / 5)));
        var clock = new HashMap<String, Integer>();
        peers.forEach(peer -> clock.put(peer, SENDS / 5));
        get("/groups/" + id + "?include=clock")
                .body("message_count", equalTo(SENDS))
                .body("vector_clock", equalTo(clock));
        assertThatShownAsDelivered(id);
        var facts = Heard.about(GroupMessageEvent.TOPIC, id, SENDS);
        assertThat(facts)
                .extracting(fact -> fact.value().path("sequence").asLong())
                .containsExactlyElementsOf(upTo(SENDS));
        assertThat(facts).allSatisfy(fact -> assertThat(FactsTest.recipients(fact.value()))
                .containsExactlyElementsOf(peers.stream().sorted().toList()));
    }

    private List<Long> entries(String id, String peer) {
        return rows
                .all(
                        "select clock_entry from group_messages where group_id = $1 and from_peer_id = $2"
                                + " order by sequence",
                        id,
                        peer)
                .stream()
                .map(row -> row.getLong(0))
                .toList();
    }

    private void assertThatShownAsDelivered(String id) {
        assertThat(rows.all(
                        "select sequence from group_messages where group_id = $1"
                                + " order by ordered_at, from_peer_id, clock_entry",
                        id))
                .extracting(row -> row.getLong(0))
                .containsExactlyElementsOf(upTo(SENDS));
    }

    @Test
    void whoWasRemovedReceivesNothingThatIsSentAfterwards() throws Exception {
        var alice = someone("alice");
        var bob = someone("bob");
        for (int round = 0; round < 5; round++) removeWhileOthersSend(group(alice, bob), alice, bob);
    }

    private void removeWhileOthersSend(String id, String alice, String bob) throws Exception {
        var begin = new CountDownLatch(1);
        try (var threads = Executors.newFixedThreadPool(17)) {
            var sends = new ArrayList<Future<Integer>>();
            for (int i = 0; i < 16; i++) {
                var from = i % 2 == 0 ? alice : bob;
                sends.add(threads.submit(() -> {
                    begin.await();
                    return trySend(id, from, "racing").extract().statusCode();
                }));
            }
            var removal = threads.submit(() -> {
                begin.await();
                return deleteAs(alice, "/groups/" + id + "/members/" + bob)
                        .extract()
                        .statusCode();
            });
            begin.countDown();
            assertThat(removal.get()).isEqualTo(200);
            trySend(id, alice, "after").statusCode(201);
            assertThat(statuses(sends)).isSubsetOf(201, 403);
        }
        int stored = get("/groups/" + id).extract().path("message_count");
        var facts = Heard.about(GroupMessageEvent.TOPIC, id, stored);
        var named = facts.stream()
                .map(fact -> FactsTest.recipients(fact.value()).contains(bob))
                .toList();
        // after the first event that does not name him, no event names him again, and none is written by him
        int last = named.lastIndexOf(true);
        assertThat(named.subList(0, last + 1)).doesNotContain(false);
        assertThat(facts.subList(last + 1, stored))
                .isNotEmpty()
                .noneMatch(fact -> fact.value().path("from_peer_id").asText().equals(bob))
                .anyMatch(fact -> fact.value().path("content").asText().equals("after"));
    }

    private static List<Integer> statuses(List<Future<Integer>> sends) throws InterruptedException, ExecutionException {
        var statuses = new ArrayList<Integer>();
        for (var sent : sends) statuses.add(sent.get());
        return statuses;
    }

    private static List<Long> upTo(int last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }
}
