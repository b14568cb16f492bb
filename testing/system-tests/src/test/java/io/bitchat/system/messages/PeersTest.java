package io.bitchat.system.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.RequiredSuite;
import io.bitchat.system.suite.Socket;
import io.bitchat.system.suite.Suite;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@RequiredSuite(RequiredSuite.Kind.OPEN)
class PeersTest {
    private final Suite suite = Suite.open();
    private final Client client = new Client(suite.url());
    private final String alice = Client.someone("alice");
    private final String bob = Client.someone("bob");

    @Test
    void onlineFollowsTheSocketBothWays() {
        register(alice);
        client.put("/peers/" + alice + "/status", Map.of("is_online", false));
        assertThat(isOnline(alice)).isFalse();

        try (var socket = Socket.open(suite.url(), alice, "")) {
            await().atMost(Duration.ofSeconds(30)).until(() -> isOnline(alice));
            client.put("/peers/" + alice + "/status", Map.of("is_online", false));
            assertThat(isOnline(alice)).isFalse();
            // a frame is activity; it counts once the socket's replica knows that the peer went offline
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                socket.say("{\"type\":\"ping\"}");
                return isOnline(alice);
            });
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> !isOnline(alice));
    }

    @Test
    void countersAndTrustFollowTheTraffic() throws Exception {
        register(alice);
        register(bob);
        var before = client.get("/peers/" + alice).body();
        try (var socket = Socket.open(suite.url(), bob, "")) {
            for (int i = 0; i < 3; i++) client.send(alice, bob, "m" + i);
            for (int i = 0; i < 3; i++) socket.ack(socket.next());
        }
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            var sender = client.get("/peers/" + alice).body();
            assertThat(sender.path("messages_sent").asInt()).isEqualTo(3);
            assertThat(sender.path("trust_score").asDouble()).isGreaterThan(0.5).isLessThan(1);
            assertThat(Instant.parse(sender.path("last_seen").asText()))
                    .isAfter(Instant.parse(before.path("last_seen").asText()));
            assertThat(client.get("/peers/" + bob)
                            .body()
                            .path("messages_received")
                            .asInt())
                    .isEqualTo(3);
        });
    }

    @Test
    void groupMessagesCountForTheirAuthorAndForTheOtherMembers() {
        register(alice);
        register(bob);
        var group = groupOf(alice, bob);

        for (int i = 0; i < 3; i++) {
            assertThat(client.post("/groups/" + group + "/messages", Map.of("from_peer_id", alice, "content", "m" + i))
                            .status())
                    .isEqualTo(201);
        }

        await().atMost(Duration.ofSeconds(30)).until(() -> count(bob, "messages_received") == 3);
        assertThat(count(alice, "messages_sent")).isEqualTo(3);
        assertThat(count(alice, "messages_received")).isZero();
        assertThat(count(bob, "messages_sent")).isZero();
    }

    @Test
    void aCallToGroupsOrFilesIsActivity() {
        register(alice);
        var calls = List.<Runnable>of(() -> groupOf(alice, bob), () -> client.get("/files/usage?peer_id=" + alice));
        for (var call : calls) {
            client.put("/peers/" + alice + "/status", Map.of("is_online", false));
            assertThat(isOnline(alice)).isFalse();
            var before = lastSeen(alice);
            // a call counts once the service knows that the peer went offline
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                call.run();
                return isOnline(alice) && lastSeen(alice).isAfter(before);
            });
        }
    }

    private Instant lastSeen(String peerId) {
        return Instant.parse(
                client.get("/peers/" + peerId).body().path("last_seen").asText());
    }

    private int count(String peerId, String which) {
        return client.get("/peers/" + peerId).body().path(which).asInt();
    }

    private String groupOf(String creator, String member) {
        return client.post("/groups", Map.of("name", "Team", "created_by", creator, "initial_members", List.of(member)))
                .body()
                .path("group_id")
                .asText();
    }

    @Test
    void whoLeavesTheDirectoryLeavesItsSocketsAndGroups() throws Exception {
        register(alice);
        register(bob);
        var group = groupOf(alice, bob);
        try (var socket = Socket.open(suite.url(), bob, "")) {
            assertThat(client.call("DELETE", "/peers/" + bob, null).status()).isEqualTo(204);

            assertThat(socket.closed.get(30, TimeUnit.SECONDS)).isEqualTo(4410);
        }
        // another class may have killed the service just before: its partitions come back after 12 s
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                        client.get("/groups/" + group + "/members").body())
                .hasSize(1));
    }

    /** The order of the seed examples: alice writes to bob before he registers. */
    @Test
    void whatCameBeforeTheRegistrationCounts() {
        client.send(alice, bob, "early");
        register(alice);
        client.send(alice, bob, "later");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> client.get("/peers/" + alice)
                                .body()
                                .path("messages_sent")
                                .asInt()
                        == 2);
        register(bob);
        assertThat(client.get("/peers/" + bob).body().path("messages_received").asInt())
                .isEqualTo(2);
    }

    @Test
    void anIdMayBeEncodedOnTheSocketAsElsewhere() throws Exception {
        var id = alice + "@home";
        client.send(bob, id, "x");
        try (var socket = Socket.open(suite.url(), id.replace("@", "%40"), "")) {
            assertThat(socket.next().at("/data/content").asText()).isEqualTo("x");
        }
    }

    @Test
    void retiredPeersLeaveTheDirectory() {
        register(alice);
        assertThat(client.call("DELETE", "/peers/" + alice, null).status()).isEqualTo(204);
        assertThat(client.get("/peers/" + alice).status()).isEqualTo(404);
        register(alice);
        assertThat(client.get("/peers/" + alice).status()).isEqualTo(200);
    }

    private void register(String peerId) {
        assertThat(client.post("/peers/register", Map.of("peer_id", peerId, "public_key", "k"))
                        .status())
                .isEqualTo(201);
    }

    private boolean isOnline(String peerId) {
        return client.get("/peers/" + peerId).body().path("is_online").asBoolean();
    }
}
