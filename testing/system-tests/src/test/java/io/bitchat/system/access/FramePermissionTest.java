package io.bitchat.system.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.KeyHolder;
import io.bitchat.system.suite.RequiredSuite;
import io.bitchat.system.suite.Socket;
import io.bitchat.system.suite.Suite;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Permissions of a socket: it acts for its own peer and receives only that peer's messages. */
@RequiredSuite(RequiredSuite.Kind.REQUIRED)
class FramePermissionTest {
    private final Suite suite = Suite.required();
    private final Client stranger = new Client(suite.url());
    private final KeyHolder alice = KeyHolder.register(stranger, Client.someone("alice"));
    private final KeyHolder bob = KeyHolder.register(stranger, Client.someone("bob"));
    private final KeyHolder mallory = KeyHolder.register(stranger, Client.someone("mallory"));

    @Test
    void nobodyAcknowledgesForAnother() throws Exception {
        var asAlice = new Client(suite.url(), alice.token(stranger));
        var direct = asAlice.send(alice.peerId(), bob.peerId(), "for bob")
                .body()
                .path("message_id")
                .asText();
        var inGroup = say(asAlice, group(asAlice), "for the group");

        try (var socket = open(mallory)) {
            for (var id : List.of(direct, inGroup)) {
                for (var frame : List.of("ack", "read")) {
                    socket.say("{\"type\":\"" + frame + "\",\"message_id\":\"" + id + "\"}");
                    var answer = socket.next();
                    assertThat(answer.path("type").asText()).as(frame).isEqualTo("error");
                    assertThat(answer.path("code").asText()).as(frame).isIn("forbidden", "not_found");
                }
            }
        }

        var conversation = asAlice.get("/messages/conversation/" + alice.peerId() + "/" + bob.peerId());
        assertThat(conversation.body().get(0).path("status").asText()).isEqualTo("sent");
        try (var socket = open(bob)) {
            assertThat(List.of(content(socket), content(socket)))
                    .as("what others acknowledged still waits")
                    .containsExactlyInAnyOrder("for bob", "for the group");
        }
    }

    @Test
    void whoWasRemovedHearsNothingThatIsSaidAfterwards() throws Exception {
        var asAlice = new Client(suite.url(), alice.token(stranger));
        var group = group(asAlice);
        try (var socket = open(bob)) {
            say(asAlice, group, "before");
            assertThat(content(socket)).isEqualTo("before");

            assertThat(asAlice.call("DELETE", "/groups/" + group + "/members/" + bob.peerId(), null)
                            .status())
                    .isEqualTo(200);
            say(asAlice, group, "after");
            asAlice.send(alice.peerId(), bob.peerId(), "to bob alone");

            assertThat(content(socket)).isEqualTo("to bob alone");
            socket.say("{\"type\":\"ping\"}");
            assertThat(socket.next().path("type").asText()).isEqualTo("pong");
        }
    }

    private Socket open(KeyHolder holder) {
        return Socket.open(suite.url(), holder.peerId(), "", "Authorization", "bearer " + holder.token(stranger));
    }

    private static String content(Socket socket) throws InterruptedException {
        return socket.next().path("data").path("content").asText();
    }

    private String group(Client client) {
        return client.post(
                        "/groups",
                        Map.of("name", "Team", "created_by", alice.peerId(), "initial_members", List.of(bob.peerId())))
                .body()
                .path("group_id")
                .asText();
    }

    private String say(Client client, String group, String content) {
        var said = client.post(
                "/groups/" + group + "/messages", Map.of("from_peer_id", alice.peerId(), "content", content));
        assertThat(said.status()).isEqualTo(201);
        return said.body().path("message_id").asText();
    }
}
