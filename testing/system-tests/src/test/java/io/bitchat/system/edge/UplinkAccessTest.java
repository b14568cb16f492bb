package io.bitchat.system.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.KeyHolder;
import io.bitchat.system.suite.RequiredSuite;
import io.bitchat.system.suite.Suite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may open an uplink where requests need tokens, and for whom a node carries there. */
@RequiredSuite(RequiredSuite.Kind.REQUIRED)
class UplinkAccessTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    private static final String GROUP = "224.0.0.1:9911";

    @TempDir
    private static Path folder;

    private static LocalNode roof;

    @BeforeAll
    static void start() throws Exception {
        var key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate();
        Files.writeString(
                folder.resolve("node.pem"),
                "-----BEGIN PRIVATE KEY-----\n" + Base64.getEncoder().encodeToString(key.getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
        roof = node(Suite.EDGE_NODE)
                .with("BITCHAT_EDGE_UPLINK_KEY=" + folder.resolve("node.pem"))
                .start();
    }

    @AfterAll
    static void stop() throws Exception {
        roof.close();
    }

    private final Suite suite = Suite.required();
    private final Client stranger = new Client(suite.url());

    private Client as(KeyHolder holder) {
        return new Client(suite.url(), holder.token(stranger));
    }

    private static LocalNode node(String id) throws Exception {
        return new LocalNode(id, GROUP, folder)
                .with("BITCHAT_EDGE_UPLINK=" + Suite.required().url());
    }

    @Test
    void aNodeThatTheOperatorDoesNotNameIsRefusedWithTheRemedy() throws Exception {
        try (var node = node(Client.someone("roof")).start()) {
            await().atMost(SOON).until(() -> node.uplinkTrouble().equals("no_edge_role"));
            assertThat(node.client()
                            .get("/transports/uplink")
                            .body()
                            .path("remedy")
                            .asText())
                    .contains("BITCHAT_IDENTITY_EDGE_NODES");
        }
    }

    /** Whoever claims an id on a local network does not get the messages of the peer with that id. */
    @Test
    void aNodeCarriesForPeersThatHaveDelegatedToIt() throws Exception {
        var bob = KeyHolder.register(stranger, Client.someone("bob"));
        var alice = KeyHolder.register(stranger, Client.someone("alice"));
        try (var bobsNode = new LocalNode(bob.peerId(), GROUP, folder).start()) {
            await().atMost(SOON).until(() -> roof.uplinkTrouble().isEmpty() && bobsNode.isLinkedTo(roof.id()));
            var delegations = "/transport/delegations/" + bob.peerId();

            // what the node brings without a delegation is marked
            assertThat(bobsNode.send(alice.peerId(), "b1", "data", "hi")).isEqualTo(200);
            await().atMost(SOON).until(() -> !inbox(alice).isEmpty());
            assertThat(inbox(alice).get(0).path("unverified").asBoolean()).isTrue();
            var sent = as(alice)
                    .post(
                            "/messages/send",
                            Map.of("from_peer_id", alice.peerId(), "to_peer_id", bob.peerId(), "content", "hello"));
            assertThat(sent.status()).isEqualTo(201);
            // the answer came after the message of alice was stored, and after bob was seen
            assertThat(bobsNode.inbox()).isEmpty();

            assertThat(as(alice)
                            .call("PUT", delegations + "/" + roof.id(), null)
                            .status())
                    .isEqualTo(403);
            assertThat(as(bob).call("PUT", delegations + "/" + roof.id(), null).status())
                    .isEqualTo(204);
            await().atMost(SOON).until(() -> bobsNode.inbox().size() == 1);
            assertThat(as(bob).get(delegations).body().findValuesAsText("node_id"))
                    .containsExactly(roof.id());
            assertThat(bobsNode.send(alice.peerId(), "b2", "data", "hi")).isEqualTo(200);
            await().atMost(SOON).until(() -> inbox(alice).size() == 2);
            assertThat(inbox(alice).get(1).path("unverified").asBoolean()).isFalse();

            assertThat(as(bob).call("DELETE", delegations + "/" + roof.id(), null)
                            .status())
                    .isEqualTo(204);
            assertThat(as(bob).get(delegations).body()).isEmpty();
        }
    }

    @Test
    void aDelegationThatCannotBeWrittenIsAnOutageAndChangesNothing() throws Exception {
        var bob = KeyHolder.register(stranger, Client.someone("bob"));
        var all = "/transport/delegations/" + bob.peerId();
        var one = all + "/" + roof.id();
        assertThat(onAFullDisk(() -> as(bob).call("PUT", one, null).status())).isEqualTo(503);
        assertThat(as(bob).get(all).body()).isEmpty();
        assertThat(as(bob).call("PUT", one, null).status()).isEqualTo(204);

        assertThat(onAFullDisk(() -> as(bob).call("DELETE", one, null).status()))
                .isEqualTo(503);
        assertThat(as(bob).get(all).body()).hasSize(1);
        assertThat(as(bob).call("DELETE", one, null).status()).isEqualTo(204);
        assertThat(as(bob).get(all).body()).isEmpty();
    }

    /** No file of the gateway grows meanwhile. */
    private int onAFullDisk(IntSupplier call) throws Exception {
        limitFiles("1:unlimited");
        try {
            return call.getAsInt();
        } finally {
            limitFiles("unlimited");
        }
    }

    private void limitFiles(String bytes) throws Exception {
        var pid = Long.toString(suite.pid("transport-gateway"));
        assertThat(new ProcessBuilder("prlimit", "--pid", pid, "--fsize=" + bytes)
                        .start()
                        .waitFor())
                .isZero();
    }

    /** A peer that floods fills the queue of its node, and costs nobody else anything. */
    @Test
    void whatIsOverTheLimitWaitsOnTheNode() throws Exception {
        var alice = KeyHolder.register(stranger, Client.someone("alice"));
        var flooder = Client.someone("flooder");
        try (var flooding = new LocalNode(flooder, GROUP, folder).start()) {
            await().atMost(SOON).until(() -> roof.uplinkTrouble().isEmpty() && flooding.isLinkedTo(roof.id()));
            for (int i = 0; i < Suite.EDGE_MESSAGES + 5; i++) {
                assertThat(flooding.send(alice.peerId(), "f" + i, "data", "f" + i))
                        .isEqualTo(200);
            }
            assertThat(roof.send(alice.peerId(), Client.someone("r"), "data", "of the node"))
                    .isEqualTo(200);

            await().atMost(SOON).until(() -> inbox(alice).size() > Suite.EDGE_MESSAGES);
            assertThat(inbox(alice)).hasSize(Suite.EDGE_MESSAGES + 1).anySatisfy(message -> assertThat(
                            message.path("content").asText())
                    .isEqualTo("of the node"));
            assertThat(roof.queued()).isEqualTo(5);
        }
    }

    private com.fasterxml.jackson.databind.JsonNode inbox(KeyHolder holder) {
        return as(holder).get("/messages/inbox/" + holder.peerId()).body();
    }
}
