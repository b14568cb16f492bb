package io.bitchat.system.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.RequiredSuite;
import io.bitchat.system.suite.Socket;
import io.bitchat.system.suite.Suite;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Groups, as seen by a client that knows only the API. */
@RequiredSuite(RequiredSuite.Kind.OPEN)
class GroupTest {
    private final Suite suite = Suite.open();
    private final Client client = new Client(suite.url());
    private final String alice = Client.someone("alice");
    private final String bob = Client.someone("bob");

    @Test
    void aGroupLivesFromItsCreationToItsEnd() {
        var made = client.post("/groups", Map.of("name", "Team", "created_by", alice, "initial_members", List.of(bob)));
        var path = "/groups/" + made.body().path("group_id").asText();
        assertThat(made.body().path("member_count").asInt()).isEqualTo(2);

        assertThat(client.post(path + "/messages", Map.of("from_peer_id", bob, "content", "hello"))
                        .status())
                .isEqualTo(201);
        assertThat(client.get(path + "/messages").body()).hasSize(1);
        assertThat(client.call("PATCH", path, "{\"name\":\"New\"}")
                        .body()
                        .path("name")
                        .asText())
                .isEqualTo("New");
        assertThat(client.get("/groups?peer_id=" + bob).body()).hasSize(1);
        var removed = client.call("DELETE", path + "/members/" + bob, null);
        assertThat(removed.body().path("message").asText())
                .isEqualTo("Member " + bob + " removed from group " + path.substring("/groups/".length()));
        assertThat(client.call("DELETE", path, null).body().path("is_active").asBoolean(true))
                .isFalse();
        assertThat(client.post(path + "/messages", Map.of("from_peer_id", alice, "content", "x"))
                        .status())
                .isEqualTo(410);
    }

    /** The route for direct messages accepts group messages too; message-service forwards them. */
    @Test
    void aMessageSentByGroupIdReachesTheGroup() throws Exception {
        var made = client.post("/groups", Map.of("name", "Team", "created_by", alice, "initial_members", List.of(bob)));
        var group = made.body().path("group_id").asText();
        var message = Map.of(
                "from_peer_id", alice, "group_id", group, "content", "to all", "message_id", Client.someone("m"));
        try (var socket = Socket.open(suite.url(), bob, "")) {
            var sent = client.post("/messages/send", message);
            assertThat(sent.status()).isEqualTo(201);
            assertThat(sent.body().path("group_id").asText()).isEqualTo(group);
            var id = sent.body().path("message_id").asText();

            var frame = socket.next();
            assertThat(frame.path("type").asText()).isEqualTo("group_message");
            assertThat(frame.path("group_id").asText()).isEqualTo(group);
            assertThat(frame.at("/data/message_id").asText()).isEqualTo(id);
            assertThat(frame.at("/data/content").asText()).isEqualTo("to all");
            var again = client.post("/messages/send", message);
            assertThat(again.body().path("message_id").asText()).isEqualTo(id);
            var history = client.get("/groups/" + group + "/messages").body();
            assertThat(history).hasSize(1);
            assertThat(history.get(0).path("message_id").asText()).isEqualTo(id);
        }
        var mallory = Map.of("from_peer_id", Client.someone("mallory"), "group_id", group, "content", "x");
        var refused = client.post("/messages/send", mallory);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body().path("code").asText()).isEqualTo("not_a_member");
        assertThat(client.post(
                                "/messages/send",
                                Map.of("from_peer_id", alice, "group_id", "group_nowhere", "content", "x"))
                        .status())
                .isEqualTo(404);
    }

    /** An id that was used for another message before must not suppress this one. */
    @Test
    void anIdThatAnotherMessageHasSuppressesNothing() throws Exception {
        var id = Client.someone("m");
        var mallory = Client.someone("mallory");
        var made = client.post("/groups", Map.of("name", "Team", "created_by", alice, "initial_members", List.of(bob)));
        var group = made.body().path("group_id").asText();
        client.post(
                "/messages/send",
                Map.of("from_peer_id", mallory, "to_peer_id", mallory, "content", "mine", "message_id", id));

        try (var socket = Socket.open(suite.url(), bob, "")) {
            var said = client.post(
                    "/groups/" + group + "/messages",
                    Map.of("from_peer_id", alice, "content", "to all", "message_id", id));
            var direct = client.post(
                    "/messages/send",
                    Map.of("from_peer_id", alice, "to_peer_id", bob, "content", "to bob", "message_id", id));

            assertThat(said.status()).isEqualTo(201);
            assertThat(direct.status()).isEqualTo(201);
            var heard = new java.util.HashMap<String, String>();
            while (heard.size() < 2) {
                var data = socket.next().path("data");
                heard.put(data.path("content").asText(), data.path("message_id").asText());
            }
            assertThat(heard)
                    .containsEntry("to all", said.body().path("message_id").asText())
                    .containsEntry("to bob", direct.body().path("message_id").asText());
        }
    }

    /** Acknowledged messages and their order survive a kill -9. */
    @Test
    void aKilledServiceGoesOnWhereItWas() {
        var made = client.post("/groups", Map.of("name", "Team", "created_by", alice));
        var path = "/groups/" + made.body().path("group_id").asText() + "/messages";
        client.post(path, Map.of("from_peer_id", alice, "content", "before"));

        suite.kill("group-gossip-service");

        var again = Map.of("from_peer_id", alice, "content", "after", "message_id", Client.someone("m"));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> client.post(path, again).status() == 201);
        var messages = client.get(path).body();
        assertThat(messages).hasSize(2);
        assertThat(messages.get(1).path("sequence").asInt()).isEqualTo(2);
    }
}
