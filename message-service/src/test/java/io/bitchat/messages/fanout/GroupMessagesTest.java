package io.bitchat.messages.fanout;

import static io.bitchat.messages.Api.get;
import static io.bitchat.messages.Api.send;
import static io.bitchat.messages.Api.someone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.bitchat.kit.codec.EventCodec;
import io.bitchat.kit.event.EventProducer;
import io.bitchat.messages.RealServers;
import io.bitchat.messages.TestSocket;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@RealServers
class GroupMessagesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String FROM_START = "?since=bTE6MA";

    @Inject
    EventCodec codec;

    @Inject
    EventProducer producer;

    private final String alice = someone("alice");
    private final String bob = someone("bob");
    private GroupFeed group;

    @BeforeEach
    void aliceAndBobAreInAGroup() {
        group = new GroupFeed(codec, producer, List.of(alice, bob));
    }

    @Test
    void aMemberGetsTheFrameAndNobodyElseDoes() throws Exception {
        var carol = someone("carol");
        try (var member = TestSocket.open(bob);
                var stranger = TestSocket.open(carol)) {
            var said = group.say("hello \u00e9 \ud83d\ude00 \"all\"");

            var frame = member.next();

            assertThat(frame.path("type").asText()).isEqualTo("group_message");
            assertThat(frame.path("group_id").asText()).isEqualTo(group.groupId);
            var data = frame.path("data");
            assertThat(data.path("message_id").asText()).isEqualTo(said.messageId());
            assertThat(data.path("group_id").asText()).isEqualTo(group.groupId);
            assertThat(data.path("to_peer_id").isNull()).isTrue();
            assertThat(data.path("from_peer_id").asText()).isEqualTo(alice);
            assertThat(data.path("content").asText()).isEqualTo(said.content());
            assertThat(data.path("status").asText()).isEqualTo("sent");
            assertThat(data.path("sent_at").asText()).isEqualTo(said.sentAt().toString());
            assertThat(data.path("sequence").asLong()).isEqualTo(1);
            assertThat(data.path("cursor").asText()).isEqualTo("bTE6MQ");
            assertThat(frame.path("cursor").asText()).isEqualTo("bTE6MQ");
            assertThat(member.isQuiet()).isTrue();
            assertThat(stranger.isQuiet()).isTrue();
        }
    }

    @Test
    void aTimeOfAWrongClockIsFlaggedAndKeptBesideTheTimeHere() throws Exception {
        var ahead = Duration.ofMinutes(10);
        try (var live = TestSocket.open(bob)) {
            var said = group.ahead("from the future", ahead);
            group.say("later");

            var data = live.next().path("data");
            assertThat(data.path("sent_at").asText()).isEqualTo(said.sentAt().toString());
            assertThat(data.path("received_at").asText()).isEqualTo(said.at().toString());
            assertThat(data.path("clock_skew_ms").asLong()).isEqualTo(ahead.toMillis());
            assertThat(live.next().at("/data/clock_skew_ms").isNull()).isTrue();
        }
        get("/messages/inbox/" + bob)
                .body("content", equalTo(List.of("from the future", "later")))
                .body("clock_skew_ms", equalTo(Arrays.asList((int) ahead.toMillis(), null)));
    }

    @Test
    void whatIsReadLaterIsWhatWasPushed() throws Exception {
        try (var live = TestSocket.open(bob)) {
            group.say("hello");
            var pushed = live.next();
            try (var later = TestSocket.open(bob, FROM_START)) {
                assertThat(later.next()).isEqualTo(pushed);
            }
        }
        get("/messages/inbox/" + bob)
                .body("content", equalTo(List.of("hello")))
                .body("group_id", equalTo(List.of(group.groupId)));
    }

    @Test
    void everyRecipientHasItsOwnCursor() throws Exception {
        send(alice, bob, "first");
        try (var one = TestSocket.open(alice);
                var other = TestSocket.open(bob)) {
            other.messages(1);
            group.say("hello");
            assertThat(one.next().path("cursor").asText()).isEqualTo("bTE6MQ");
            assertThat(other.next().path("cursor").asText()).isEqualTo("bTE6Mg");
        }
    }

    @Test
    void aMixOfBothKindsArrivesOnceAndInOrderAcrossReconnects() throws Exception {
        int count = Boolean.getBoolean("bitchat.full") ? 300 : 60;
        var seed = Long.getLong("bitchat.seed", System.nanoTime());
        System.out.println("seed " + seed);
        var random = new Random(seed);
        var direct = CompletableFuture.runAsync(
                () -> IntStream.rangeClosed(1, count).forEach(i -> send(alice, bob, "direct " + i)));
        var said =
                CompletableFuture.runAsync(() -> IntStream.rangeClosed(1, count).forEach(i -> group.say("group " + i)));
        var got = new ArrayList<String>();
        var cursors = new ArrayList<String>(List.of("bTE6MA"));
        while (got.size() < 2 * count) {
            try (var socket = TestSocket.open(bob, "?since=" + cursors.getLast())) {
                // takes a few, then disconnects while others are in flight
                for (int take = 1 + random.nextInt(12); take > 0 && got.size() < 2 * count; take--) {
                    var frame = socket.next();
                    got.add(frame.at("/data/content").asText());
                    cursors.add(frame.at("/data/cursor").asText());
                }
            }
        }
        direct.join();
        said.join();

        assertThat(got).filteredOn(content -> content.startsWith("direct")).isEqualTo(numbered("direct", count));
        assertThat(got).filteredOn(content -> content.startsWith("group")).isEqualTo(numbered("group", count));
        assertThat(cursors).doesNotHaveDuplicates();
        List<String> inbox =
                get("/messages/inbox/" + bob + "?limit=500").extract().path("content");
        assertThat(inbox).isEqualTo(got);
    }

    @Test
    void aBurstLongerThanTheWindowOfADeviceArrivesWhole() throws Exception {
        try (var socket = TestSocket.open(bob)) {
            assertThat(socket.isQuiet()).isTrue();
            group.sayAll(numbered("group", 1_500));
            var got = new ArrayList<String>();
            while (got.size() < 1_500) got.add(socket.next().at("/data/content").asText());
            assertThat(got).isEqualTo(numbered("group", 1_500));
            assertThat(socket.isQuiet()).isTrue();
        }
    }

    @Test
    void anEventDeliveredAgainAndAMessageToldAgainChangeNothing() throws Exception {
        try (var socket = TestSocket.open(bob)) {
            var first = group.event("first");
            var encoded = group.publish(first);
            group.publish(encoded);
            group.publish(first);
            group.say("second");

            assertThat(socket.messages(2)).containsExactly("first", "second");
            assertThat(socket.isQuiet()).isTrue();
        }
        get("/messages/inbox/" + bob).body("content", equalTo(List.of("first", "second")));
    }

    @Test
    void theSenderSeesOneStepForAllRecipients() {
        var said = group.say("hello");

        await().atMost(PATIENCE).untilAsserted(() -> get("/messages/" + said.messageId() + "/trace")
                .statusCode(200)
                .body("status", equalTo("sent"))
                .body("steps.step", equalTo(List.of("accepted", "stored", "fanned_out")))
                .body("steps.detail", hasItem("2 recipients")));
    }

    @Test
    void statisticsCountAGroupMessageOnce() throws Exception {
        int before = get("/stats").extract().path("total_messages");
        try (var socket = TestSocket.open(bob)) {
            var said = group.say("one");
            group.publish(said);
            group.say("two");
            socket.messages(2);
        }
        get("/stats").body("total_messages", equalTo(before + 2));
    }

    private static List<String> numbered(String name, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> name + " " + i).toList();
    }
}
