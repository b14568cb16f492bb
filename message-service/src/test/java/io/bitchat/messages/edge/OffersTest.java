package io.bitchat.messages.edge;

import static io.bitchat.messages.Api.put;
import static io.bitchat.messages.Api.send;
import static io.bitchat.messages.Api.someone;
import static io.bitchat.messages.edge.EdgeNode.contentsOfferedTo;
import static io.bitchat.messages.edge.EdgeNode.offeredTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.bitchat.kit.event.TransientEvents;
import io.bitchat.messages.RealServers;
import io.bitchat.messages.TestSocket;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
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
class OffersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    TransientEvents events;

    @Inject
    Pool pool;

    private final String alice = someone("alice");
    private final String bob = someone("bob");
    private EdgeNode roof;

    @BeforeEach
    void thereIsANode() {
        roof = new EdgeNode(events);
    }

    @Test
    void whatWaitsIsOfferedInOrderOnceANodeSeesThePeer() {
        var ids = IntStream.rangeClosed(1, 130)
                .mapToObj(i -> send(alice, bob, "m" + i))
                .toList();
        assertThat(offeredTo(bob)).isEmpty();

        roof.sees(bob);

        await().atMost(PATIENCE).until(() -> offeredTo(bob).size() >= ids.size());
        var offers = offeredTo(bob).subList(0, ids.size());
        assertThat(offers)
                .extracting(offer -> offer.path("message_id").asText())
                .isEqualTo(ids);
        var first = offers.getFirst();
        assertThat(first.path("content").asText()).isEqualTo("m1");
        assertThat(first.path("from_peer_id").asText()).isEqualTo(alice);
        assertThat(first.path("peer_id").asText()).isEqualTo(bob);
        assertThat(first.path("encryption_algorithm").asText()).isEqualTo("AES-256-GCM");
        assertThat(Duration.between(at(first, "sent_at"), at(first, "expires_at")))
                .isEqualTo(Duration.ofHours(1));
    }

    @Test
    void aMessageToAPeerThatANodeSeesIsOfferedSoonAndAgainAfterTheInterval() {
        roof.sees(bob);
        send(alice, bob, "before");
        await().atMost(PATIENCE).until(() -> !offeredTo(bob).isEmpty());
        send(alice, bob, "soon");

        await().atMost(PATIENCE).until(() -> contentsOfferedTo(bob).contains("soon"));
        var soon = offeredTo(bob).stream()
                .filter(offer -> offer.path("content").asText().equals("soon"))
                .findFirst()
                .orElseThrow();
        assertThat(Duration.between(at(soon, "sent_at"), at(soon, "at"))).isLessThan(Duration.ofSeconds(2));

        await().atMost(PATIENCE).until(() -> contentsOfferedTo(bob).size() >= 4);
        assertThat(contentsOfferedTo(bob).subList(0, 4)).containsExactly("before", "soon", "before", "soon");
    }

    @Test
    void whatAnotherNodeMayReachIsOfferedAtOnce() {
        roof.sees(bob);
        send(alice, bob, "hello");
        await().atMost(PATIENCE).until(() -> !offeredTo(bob).isEmpty());

        new EdgeNode(events).sees(bob);

        await().atMost(PATIENCE).until(() -> offeredTo(bob).size() >= 2);
        assertThat(betweenTheFirstTwo()).isLessThan(ShortRounds.ROUND);
    }

    @Test
    void aNodeThatWasAwayIsOfferedAtOnceAndARenewalIsNoNews() {
        roof.sees(bob);
        send(alice, bob, "hello");
        await().atMost(PATIENCE).until(() -> !offeredTo(bob).isEmpty());
        roof.sees(bob);
        roof.loses(bob);
        roof.sees(bob);

        await().atMost(PATIENCE).until(() -> offeredTo(bob).size() >= 2);
        assertThat(betweenTheFirstTwo()).isLessThan(ShortRounds.ROUND);
        roof.sees(bob);
        await().atMost(PATIENCE).until(() -> offeredTo(bob).size() >= 3);
        var offers = offeredTo(bob);
        assertThat(Duration.between(at(offers.get(1), "at"), at(offers.get(2), "at")))
                .isGreaterThan(ShortRounds.ROUND.dividedBy(3));
    }

    @Test
    void aPeerWithASocketGetsItsMessagesThereAndAfterwardsFromTheNode() throws Exception {
        var carol = someone("carol");
        try (var socket = TestSocket.open(bob)) {
            await().atMost(PATIENCE).until(() -> hasLease(bob, "socket:%"));
            roof.sees(bob);
            roof.sees(carol);
            await().atMost(PATIENCE).until(() -> hasLease(bob, "edge:%") && hasLease(carol, "edge:%"));
            send(alice, bob, "hello");
            assertThat(socket.next().at("/data/content").asText()).isEqualTo("hello");
            send(alice, carol, "later");
            await().atMost(PATIENCE).until(() -> contentsOfferedTo(carol).contains("later"));
            assertThat(offeredTo(bob)).isEmpty();
        }
        await().atMost(PATIENCE).until(() -> contentsOfferedTo(bob).contains("hello"));
    }

    @Test
    void whatIsAcknowledgedIsNotOfferedAgain() {
        roof.sees(bob);
        var id = send(alice, bob, "done");
        await().atMost(PATIENCE).until(() -> !offeredTo(bob).isEmpty());
        put("/messages/" + id + "/delivered").statusCode(200);
        int before = offeredTo(bob).size();
        send(alice, bob, "waits");

        await().atMost(PATIENCE)
                .until(() ->
                        contentsOfferedTo(bob).stream().filter("waits"::equals).count() >= 2);
        assertThat(contentsOfferedTo(bob).stream().skip(before)).doesNotContain("done");
    }

    private boolean hasLease(String peerId, String source) {
        return pool.preparedQuery("select 1 from presence_leases where peer_id = $1 and source like $2")
                        .execute(Tuple.of(peerId, source))
                        .await()
                        .indefinitely()
                        .size()
                > 0;
    }

    private Duration betweenTheFirstTwo() {
        List<JsonNode> offers = offeredTo(bob);
        return Duration.between(at(offers.get(0), "at"), at(offers.get(1), "at"));
    }

    private static Instant at(JsonNode offer, String field) {
        return Instant.parse(offer.path(field).asText());
    }
}
