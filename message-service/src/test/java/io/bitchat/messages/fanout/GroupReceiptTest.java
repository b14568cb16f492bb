package io.bitchat.messages.fanout;

import static io.bitchat.messages.Api.get;
import static io.bitchat.messages.Api.send;
import static io.bitchat.messages.Api.someone;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.bitchat.kit.codec.EventCodec;
import io.bitchat.kit.event.EventProducer;
import io.bitchat.messages.Api;
import io.bitchat.messages.RealServers;
import io.bitchat.messages.TestSocket;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@RealServers
class GroupReceiptTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    EventCodec codec;

    @Inject
    EventProducer producer;

    @Inject
    MeterRegistry metrics;

    @Inject
    Pool pool;

    private final String alice = someone("alice");
    private final String bob = someone("bob");
    private GroupFeed group;

    @BeforeEach
    void aliceAndBobAreInAGroup() {
        group = new GroupFeed(codec, producer, List.of(alice, bob));
    }

    @Test
    void anAcknowledgementMovesTheWatermarkOfThatPeerAndNeverBack() throws Exception {
        try (var socket = TestSocket.open(bob)) {
            group.say("one");
            group.say("two");
            var one = socket.next();
            socket.ack(socket.next());
            awaitAcked(bob, 2);

            socket.ack(one);

            assertThat(socket.isQuiet()).isTrue();
            delivered(one.at("/data/message_id").asText(), bob).statusCode(200);
            assertThat(acked(bob)).isEqualTo(2);
            assertThat(acked(alice)).isZero();
        }
    }

    @Test
    void aDeviceWithoutACursorStartsBeforeTheOldestThatWaits() throws Exception {
        send(alice, bob, "direct 1");
        group.say("group 2");
        awaitReceived(bob, 2);
        send(alice, bob, "direct 3");
        group.say("group 4");
        awaitReceived(bob, 4);
        try (var first = TestSocket.open(bob)) {
            first.ack(first.next()).ack(first.next());
            awaitAcked(bob, 2);
        }
        try (var second = TestSocket.open(bob)) {
            assertThat(contents(second, 2)).containsExactly("direct 3", "group 4");
            assertThat(second.isQuiet()).isTrue();
        }
    }

    @Test
    void whatGroupsSaidAndIsAcknowledgedIsNotPushedAgainAmongMessagesThatWait() throws Exception {
        send(alice, bob, "waits");
        var said = group.say("acknowledged");
        awaitReceived(bob, 2);
        delivered(said.messageId(), bob).statusCode(200);

        try (var socket = TestSocket.open(bob)) {
            assertThat(contents(socket, 1)).containsExactly("waits");
            assertThat(socket.isQuiet()).isTrue();
        }
    }

    @Test
    void whatIsOverItsTtlIsNoNewsForADeviceWithoutACursorButStaysInTheStream() throws Exception {
        group.expired("old");
        group.say("new");
        awaitReceived(bob, 2);

        try (var fresh = TestSocket.open(bob);
                var fromStart = TestSocket.open(bob, "?since=bTE6MA")) {
            assertThat(contents(fresh, 1)).containsExactly("new");
            assertThat(contents(fromStart, 2)).containsExactly("old", "new");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"delivered", "read"})
    void aReceiptOverHttpIsTakenFromARecipientAndChangesNoStatus(String receipt) {
        var said = group.say("hello");
        awaitReceived(bob, 1);

        receipt(said.messageId(), receipt, bob).statusCode(200).body("status", equalTo("sent"));

        assertThat(acked(bob)).isEqualTo(1);
        get("/messages/inbox/" + bob).body("[0].status", equalTo("sent"));
    }

    @Test
    void whoIsNotAmongTheRecipientsIsToldSo() throws Exception {
        var said = group.say("hello");
        awaitReceived(bob, 1);
        var carol = someone("carol");

        delivered(said.messageId(), carol).statusCode(403).body("code", equalTo("forbidden"));
        try (var socket = TestSocket.open(carol)) {
            socket.say("{\"type\":\"ack\",\"message_id\":\"" + said.messageId() + "\"}");
            assertThat(socket.next().path("code").asText()).isEqualTo("forbidden");
        }
        assertThat(acked(carol)).isZero();
    }

    /** In open mode the caller is unknown: that is no error, and no watermark moves. */
    @Test
    void aCallerWithoutANameMovesNothing() {
        var said = group.say("hello");
        awaitReceived(bob, 1);

        Api.put("/messages/" + said.messageId() + "/delivered").statusCode(200).body("status", equalTo("sent"));

        assertThat(acked(alice) + acked(bob)).isZero();
    }

    @Test
    void eachRecipientShowsSinceWhenItHasTheMessage() {
        var said = group.say("hello");
        awaitReceived(bob, 1);
        var path = "/messages/" + said.messageId() + "/receipts";
        get(path)
                .statusCode(200)
                .body("peer_id", equalTo(List.of(alice, bob)))
                .body("delivered_at", equalTo(Arrays.asList(null, null)));

        delivered(said.messageId(), bob).statusCode(200).body("receipts", equalTo("/api/bitchat" + path));
        String since = get(path)
                .body("[0].delivered_at", nullValue())
                .body("[1].delivered_at", notNullValue())
                .body("[1].read_at", nullValue())
                .extract()
                .path("[1].delivered_at");
        delivered(said.messageId(), bob).statusCode(200);
        receipt(said.messageId(), "read", bob).statusCode(200);

        get(path).body("[1].delivered_at", equalTo(since)).body("[1].read_at", notNullValue());
    }

    @Test
    void whoTellsNobodyWhatItReadsIsShownAsDelivered() {
        var said = group.say("hello");
        awaitReceived(bob, 1);
        pool.preparedQuery("update known_peers set read_receipts = false where peer_id = $1")
                .executeAndAwait(Tuple.of(bob));

        receipt(said.messageId(), "read", bob).statusCode(200);

        get("/messages/" + said.messageId() + "/receipts")
                .body("[1].delivered_at", notNullValue())
                .body("[1].read_at", nullValue());
    }

    @Test
    void theListGoesOnWithACursor() {
        var members =
                IntStream.range(0, 7).mapToObj(i -> alice + "-" + i).sorted().toList();
        var said = new GroupFeed(codec, producer, members).say("to seven");
        awaitReceived(members.getLast(), 1);

        var seen = new ArrayList<String>();
        var path = "/messages/" + said.messageId() + "/receipts?limit=3";
        while (path != null) {
            var page = get(path).statusCode(200).extract();
            seen.addAll(page.path("peer_id"));
            var link = page.header("Link");
            path = link == null ? null : link.replaceAll("<(?:/api/bitchat)?([^>]*)>.*", "$1");
        }

        assertThat(seen).isEqualTo(members);
    }

    @Test
    void receiptsGoWithTheirMessage() {
        var said = group.say("hello");
        awaitReceived(bob, 1);
        delivered(said.messageId(), bob).statusCode(200);

        pool.preparedQuery("delete from messages where message_id = $1").executeAndAwait(Tuple.of(said.messageId()));

        assertThat(pool.preparedQuery("select 1 from group_receipts where peer_id = $1")
                        .executeAndAwait(Tuple.of(bob))
                        .size())
                .isZero();
    }

    @Test
    void aCopyCountsAsDeliveredOnce() {
        var counter = metrics.counter("bitchat.messages.delivered", "kind", "group");
        var said = group.say("hello");
        awaitReceived(bob, 1);
        double before = counter.count();

        delivered(said.messageId(), bob).statusCode(200);
        delivered(said.messageId(), bob).statusCode(200);
        receipt(said.messageId(), "read", bob).statusCode(200);
        assertThat(counter.count() - before).isOne();
        delivered(said.messageId(), alice).statusCode(200);

        assertThat(counter.count() - before).isEqualTo(2);
    }

    private static ValidatableResponse delivered(String messageId, String peerId) {
        return receipt(messageId, "delivered", peerId);
    }

    private static ValidatableResponse receipt(String messageId, String receipt, String peerId) {
        return given().header("X-Peer-Id", peerId)
                .put("/api/bitchat/messages/" + messageId + "/" + receipt)
                .then();
    }

    private static List<String> contents(TestSocket socket, int count) throws InterruptedException {
        var contents = new ArrayList<String>();
        while (contents.size() < count)
            contents.add(socket.next().at("/data/content").asText());
        return contents;
    }

    private static void awaitReceived(String peerId, int count) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> get("/messages/inbox/" + peerId).body("$", hasSize(count)));
    }

    private void awaitAcked(String peerId, long position) {
        await().atMost(PATIENCE).until(() -> acked(peerId) == position);
    }

    private long acked(String peerId) {
        return pool.preparedQuery("select coalesce(max(position), 0) from group_acks where peer_id = $1")
                .execute(Tuple.of(peerId))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getLong(0);
    }
}
