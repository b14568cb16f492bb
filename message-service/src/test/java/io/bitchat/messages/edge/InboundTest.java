package io.bitchat.messages.edge;

import static io.bitchat.messages.Api.get;
import static io.bitchat.messages.Api.send;
import static io.bitchat.messages.Api.someone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.bitchat.contracts.transport.InboundEvent.Attempted;
import io.bitchat.contracts.transport.InboundEvent.Delivered;
import io.bitchat.contracts.transport.InboundEvent.Received;
import io.bitchat.kit.event.TransientEvents;
import io.bitchat.messages.RealServers;
import io.bitchat.messages.TestSocket;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@RealServers
@TestProfile(ShortRounds.class)
class InboundTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    TransientEvents events;

    @Inject
    MeterRegistry metrics;

    @Inject
    Pool pool;

    private final String alice = someone("alice");
    private final String bob = someone("bob");
    private final String carol = someone("carol");
    private EdgeNode roof;

    @BeforeEach
    void thereIsANode() {
        roof = new EdgeNode(events);
    }

    @Test
    void aMessageThatANodeBringsTwiceIsStoredOnceAndShownAsUnverified() throws Exception {
        var id = someone("m");
        try (var socket = TestSocket.open(alice)) {
            assertThat(socket.isQuiet()).isTrue();
            var message = roof.brings(id, bob, alice, "hello");
            roof.says(message);
            roof.brings(someone("m"), bob, alice, "later");

            var data = socket.next().path("data");
            assertThat(data.path("message_id").asText()).isEqualTo(id);
            assertThat(data.path("unverified").asBoolean()).isTrue();
            assertThat(data.path("hop_count").asInt()).isEqualTo(2);
            assertThat(data.path("ttl").asInt()).isEqualTo(60);
            assertThat(data.path("nonce").asText()).isEqualTo("n");
            assertThat(socket.next().at("/data/content").asText()).isEqualTo("later");
        }
        get("/messages/inbox/" + alice)
                .body("content", equalTo(List.of("hello", "later")))
                .body("unverified", equalTo(List.of(true, true)));
        get("/messages/" + id + "/trace")
                .body("hop_count", equalTo(2))
                .body("steps[0].step", equalTo("accepted"))
                .body("steps[0].transport", equalTo("uplink"))
                .body("steps[0].node", equalTo(roof.id));
    }

    @Test
    void whatIsVerifiedOrSentHereHasNoMark() {
        send(carol, alice, "here");
        var now = Instant.now();
        roof.says(new Received(someone("m"), now, bob, alice, "signed", "none", null, now, 60, roof.id, 1, false));

        await().atMost(PATIENCE).untilAsserted(() -> get("/messages/inbox/" + alice)
                .body("content", equalTo(List.of("here", "signed"))));
        get("/messages/inbox/" + alice).body("unverified", equalTo(List.of(false, false)));
    }

    @Test
    void theMessagesOfAPeerStayInOrder() {
        var contents = IntStream.rangeClosed(1, 200).mapToObj(i -> "m" + i).toList();
        contents.forEach(content -> roof.brings(someone("m"), bob, alice, content));

        await().atMost(PATIENCE).untilAsserted(() -> get("/messages/inbox/" + alice + "?limit=500")
                .body("content", equalTo(contents)));
    }

    @Test
    void aDatabaseThatDropsItsConnectionsLosesNothingAndStoresNothingTwice() {
        var contents = IntStream.rangeClosed(1, 120).mapToObj(i -> "m" + i).toList();
        for (int i = 0; i < contents.size(); i++) {
            roof.brings(someone("m"), bob, alice, contents.get(i));
            if (i % 30 == 10) dropConnections();
        }

        await().atMost(PATIENCE).untilAsserted(() -> get("/messages/inbox/" + alice + "?limit=500")
                .statusCode(200)
                .body("content", equalTo(contents)));
    }

    @Test
    void theSameIdOfTwoSendersIsTwoMessages() {
        var id = someone("m");
        roof.brings(id, bob, alice, "from bob");
        roof.brings(id, carol, alice, "from carol");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(contentsOf(alice)).containsExactlyInAnyOrder("from bob", "from carol"));
        List<String> ids = get("/messages/inbox/" + alice).extract().path("message_id");
        assertThat(ids).contains(id).doesNotHaveDuplicates();
    }

    @Test
    void whatAClientCouldNotSendIsRefusedAndCountedAndTheRestGoesOn() {
        double before = refused("invalid") + refused("too_large") + refused("id_taken");
        var id = someone("m");
        var now = Instant.now();
        roof.says(new Received(someone("m"), now, bob, alice, "dead", "none", null, now, 0, roof.id, 1, true));
        roof.says(new Received("no id", now, bob, alice, "bad id", "none", null, now, 60, roof.id, 1, true));
        roof.brings(someone("m"), bob, alice, "x".repeat(65_537));
        roof.brings(id, bob, alice, "first");
        roof.brings(id, bob, alice, "another with the same id");
        roof.brings(someone("m"), bob, alice, "last");

        await().atMost(PATIENCE).until(() -> contentsOf(alice).contains("last"));
        assertThat(contentsOf(alice)).containsExactly("first", "last");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(refused("invalid") + refused("too_large") + refused("id_taken"))
                        .isEqualTo(before + 4));
    }

    @Test
    void theTraceShowsWhatNodesTriedAndHowTheMessageArrived() {
        var id = send(alice, bob, "hello");
        get("/messages/" + id + "/trace").body("hop_count", equalTo(0));
        roof.says(new Attempted(id, Instant.now(), bob, alice, roof.id, "mesh", "receiver_unreachable"));
        await().atMost(PATIENCE).untilAsserted(() -> get("/messages/" + id + "/trace")
                .body("steps.findAll { it.step == 'attempt' }.transport", equalTo(List.of("mesh")))
                .body("steps.findAll { it.step == 'attempt' }.node", equalTo(List.of(roof.id)))
                .body("steps.findAll { it.step == 'attempt' }.reason", equalTo(List.of("receiver_unreachable"))));

        var arrival = new Delivered(id, Instant.now(), bob, alice, "mesh", List.of(roof.id, "cellar"));
        roof.says(arrival);
        roof.says(arrival);
        // behind both, because it has the same key
        var other = send(alice, bob, "behind");
        roof.says(new Delivered(other, Instant.now(), bob, alice, "ble", List.of(roof.id)));

        await().atMost(PATIENCE)
                .untilAsserted(() -> get("/messages/" + other + "/trace").body("status", equalTo("delivered")));
        get("/messages/" + id + "/trace")
                .body("status", equalTo("delivered"))
                .body("hop_count", equalTo(2))
                .body("steps.findAll { it.step == 'hop' }.transport", equalTo(List.of("uplink", "mesh", "mesh")))
                .body("steps.findAll { it.step == 'hop' }.node", equalTo(List.of(roof.id, "cellar", "cellar")))
                .body(
                        "steps.findAll { it.step == 'hop' }.detail",
                        equalTo(List.of("to " + roof.id, "to cellar", "to " + bob)))
                .body("steps[-1].step", equalTo("delivered"));
        get("/messages/" + other + "/trace")
                .body("hop_count", equalTo(1))
                .body("steps.findAll { it.step == 'hop' }.transport", equalTo(List.of("uplink", "ble")));
        get("/messages/inbox/" + bob)
                .body("status", equalTo(List.of("delivered", "delivered")))
                .body("hop_count", equalTo(List.of(2, 1)));
    }

    @Test
    void aNodeCannotAcknowledgeOrBlameMessagesOfOthers() {
        double before = refused("other_peers") + refused("unknown_message") + refused("invalid");
        var id = send(alice, bob, "hello");
        var now = Instant.now();
        roof.says(new Delivered(id, now, carol, alice, "mesh", List.of(roof.id)));
        roof.says(new Delivered(id, now, bob, carol, "mesh", List.of(roof.id)));
        roof.says(new Attempted(id, now, carol, alice, roof.id, "mesh", "receiver_unreachable"));
        roof.says(new Delivered(someone("none"), now, bob, alice, "mesh", List.of(roof.id)));
        roof.says(new Delivered(id, now, bob, alice, "mesh", List.of()));

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        refused("other_peers") + refused("unknown_message") + refused("invalid"))
                .isEqualTo(before + 5));
        get("/messages/" + id + "/trace")
                .body("status", equalTo("sent"))
                .body("hop_count", equalTo(0))
                .body("steps.find { it.step == 'attempt' }", nullValue());
    }

    @Test
    void aMessageFromNodeToNodeIsOfferedOnToTheOtherNode() {
        var cellar = new EdgeNode(events);
        cellar.sees(alice);
        roof.brings(someone("m"), bob, alice, "through the suite");

        await().atMost(PATIENCE).until(() -> EdgeNode.contentsOfferedTo(alice).contains("through the suite"));
    }

    /** Also the one of a transaction that is under way. */
    private void dropConnections() {
        pool.query("select pg_terminate_backend(pid) from pg_stat_activity"
                        + " where datname = current_database() and pid <> pg_backend_pid()")
                .execute()
                .await()
                .indefinitely();
    }

    private static List<String> contentsOf(String peerId) {
        return get("/messages/inbox/" + peerId).extract().path("content");
    }

    private double refused(String reason) {
        return metrics.counter("bitchat.messages.edge.refused", "reason", reason)
                .count();
    }
}
