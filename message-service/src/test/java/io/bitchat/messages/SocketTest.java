package io.bitchat.messages;

import static io.bitchat.messages.Api.get;
import static io.bitchat.messages.Api.send;
import static io.bitchat.messages.Api.someone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@RealServers
class SocketTest {
    private final String alice = someone("alice");
    private final String bob = someone("bob");

    @Test
    void aMessageIsPushedAndItsAcknowledgementDeliversIt() throws Exception {
        try (var socket = TestSocket.open(bob)) {
            var id = send(alice, bob, "hello");

            var frame = socket.next();

            assertThat(frame.path("type").asText()).isEqualTo("message");
            assertThat(frame.at("/data/message_id").asText()).isEqualTo(id);
            assertThat(frame.path("cursor").asText())
                    .isEqualTo(frame.at("/data/cursor").asText());
            socket.ack(frame);
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> get("/messages/conversation/" + alice + "/" + bob)
                            .body("[0].status", equalTo("delivered")));
        }
    }

    @Test
    void nobodyElseGetsIt() throws Exception {
        try (var other = TestSocket.open(someone("carol"));
                var socket = TestSocket.open(bob)) {
            send(alice, bob, "for bob");
            assertThat(socket.messages(1)).containsExactly("for bob");
            assertThat(other.isQuiet()).isTrue();
        }
    }

    @Test
    void whatWasSentWhileAwayArrivesOnceAndInOrder() throws Exception {
        TestSocket.open(bob).close();
        for (int i = 1; i <= 3; i++) send(alice, bob, "m" + i);

        try (var socket = TestSocket.open(bob)) {
            assertThat(socket.messages(3)).containsExactly("m1", "m2", "m3");
            assertThat(socket.isQuiet()).isTrue();
        }
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> get("/messages/conversation/" + alice + "/" + bob)
                .body("status", equalTo(List.of("delivered", "delivered", "delivered"))));
        try (var again = TestSocket.open(bob)) {
            assertThat(again.isQuiet()).isTrue();
        }
    }

    @Test
    void eachDeviceHasItsOwnPlace() throws Exception {
        send(alice, bob, "m1");
        String cursor;
        try (var first = TestSocket.open(bob)) {
            var frame = first.next();
            cursor = frame.path("cursor").asText();
            first.ack(frame);
            send(alice, bob, "m2");
            assertThat(first.messages(1)).containsExactly("m2");
        }
        try (var fromStart = TestSocket.open(bob, "?since=bTE6MA");
                var fromFirst = TestSocket.open(bob, "?since=" + cursor)) {
            assertThat(fromStart.messages(2)).containsExactly("m1", "m2");
            assertThat(fromFirst.messages(1)).containsExactly("m2");
            send(alice, bob, "m3");
            assertThat(fromStart.messages(1)).containsExactly("m3");
            assertThat(fromFirst.messages(1)).containsExactly("m3");
        }
    }

    @Test
    void reconnectingWithTheLastCursorLosesAndDoublesNothing() throws Exception {
        int count = Boolean.getBoolean("bitchat.full") ? 300 : 60;
        var seed = Long.getLong("bitchat.seed", System.nanoTime());
        System.out.println("seed " + seed);
        var random = new Random(seed);
        var sends = CompletableFuture.runAsync(
                () -> IntStream.rangeClosed(1, count).forEach(i -> send(alice, bob, "m" + i)));
        var got = new ArrayList<String>();
        var cursor = "bTE6MA";
        while (got.size() < count) {
            try (var socket = TestSocket.open(bob, "?since=" + cursor)) {
                // takes a few, then disconnects while others are in flight
                for (int take = 1 + random.nextInt(12); take > 0 && got.size() < count; take--) {
                    var frame = socket.next();
                    got.add(frame.at("/data/content").asText());
                    cursor = frame.path("cursor").asText();
                }
            }
        }
        sends.join();
        assertThat(got)
                .isEqualTo(
                        IntStream.rangeClosed(1, count).mapToObj(i -> "m" + i).toList());
    }

    @Test
    void aPageLongerThanOneReadArrivesWhole() throws Exception {
        for (int i = 1; i <= 230; i++) send(alice, bob, "m" + i);
        try (var socket = TestSocket.open(bob)) {
            assertThat(socket.messages(230))
                    .isEqualTo(
                            IntStream.rangeClosed(1, 230).mapToObj(i -> "m" + i).toList());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "5",
                "[]",
                "{",
                "{}",
                "{\"type\":5}",
                "{\"type\":\"ack\"}",
                "{\"type\":\"shout\"}",
                "{\"type\":\"ack\",\"message_id\":{}}",
                "{\"type\":\"ack\",\"message_id\":\"a b\"}",
                "{\"type\":\"ack\",\"message_id\":\"nobody-sent-this\"}",
                "{\"type\":\"read\",\"message_id\":\"\\u0000\"}"
            })
    void badFramesGetAnErrorFrameAndTheSocketGoesOn(String frame) throws Exception {
        try (var socket = TestSocket.open(bob)) {
            socket.say(frame);
            assertThat(socket.next().path("type").asText()).isEqualTo("error");
            assertThat(socket.isQuiet()).isTrue();
        }
    }

    @Test
    void deepNestingIsAnErrorFrame() throws Exception {
        try (var socket = TestSocket.open(bob)) {
            socket.say("[".repeat(4_000));
            assertThat(socket.next().path("code").asText()).isEqualTo("malformed_json");
        }
    }

    @Test
    void aPeerCannotAcknowledgeWhatIsForAnother() throws Exception {
        var id = send(alice, someone("carol"), "x");
        try (var socket = TestSocket.open(bob)) {
            socket.say("{\"type\":\"ack\",\"message_id\":\"" + id + "\"}");
            assertThat(socket.next().path("code").asText()).isEqualTo("forbidden");
        }
    }

    @Test
    void aBadCursorOrPeerIdIsRefusedBeforeTheSocketOpens() {
        assertThat(TestSocket.refusal(bob, "?since=nonsense")).isEqualTo(422);
        assertThat(TestSocket.refusal("a%20b", "")).isEqualTo(422);
    }

    @Test
    void statisticsCountOpenSockets() throws Exception {
        // a closed socket counts until the service notices, so the sockets of other tests must go first
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> get("/stats").body("active_connections", equalTo(0)));
        try (var socket = TestSocket.open(bob)) {
            assertThat(socket.isQuiet()).isTrue();
            get("/stats").body("active_connections", equalTo(1));
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> get("/stats").body("active_connections", equalTo(0)));
    }
}
