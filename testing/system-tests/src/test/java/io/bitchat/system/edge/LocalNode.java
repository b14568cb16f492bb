package io.bitchat.system.edge;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.Suite;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An edge node on the loopback interface of this machine. */
final class LocalNode implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final String id;
    private final Path folder;
    private final int port;
    private final List<String> environment = new ArrayList<>();
    private final Client client;
    private @Nullable Process process;

    /** @param group multicast group of the nodes that are to find each other */
    LocalNode(String id, String group, Path folder) throws IOException {
        this.id = id;
        this.folder = Files.createDirectories(folder.resolve(id));
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        this.client = new Client("http://127.0.0.1:" + port);
        environment.addAll(List.of(
                "BITCHAT_EDGE_NAME=" + id,
                "BITCHAT_EDGE_ID=" + id,
                "BITCHAT_EDGE_DATA=" + this.folder.resolve("data"),
                "BITCHAT_EDGE_INTERFACES=loopback",
                "BITCHAT_EDGE_GROUP=" + group,
                "BITCHAT_HTTP_PORT=" + port,
                "BITCHAT_RATE_LIMIT_ENABLED=false"));
    }

    /** The node is to have these variables, such as {@code NAME=value}. */
    LocalNode with(String... variables) {
        environment.addAll(List.of(variables));
        return this;
    }

    LocalNode start() throws IOException {
        var log = folder.resolve("log").toFile();
        process = new ProcessBuilder(EdgeProgram.command(environment))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
        await().atMost(SOON)
                .ignoreExceptions()
                .until(() -> client.get("/q/health/ready").status() == 200);
        return this;
    }

    String id() {
        return id;
    }

    Client client() {
        return client;
    }

    /** Kills the node, as the loss of power would. */
    void kill() throws InterruptedException {
        Objects.requireNonNull(process).destroyForcibly().waitFor();
    }

    /** Sends the process a signal, for example {@code STOP}. */
    void signal(String name) {
        Suite.signal(name, Objects.requireNonNull(process).pid());
    }

    /** Why the uplink does not work; empty if it does. */
    String uplinkTrouble() {
        for (var one : client.get("/transports").body()) {
            if (one.path("id").asText().equals("uplink")) {
                return one.path("available").asBoolean()
                        ? ""
                        : one.path("reason").asText();
            }
        }
        return "none";
    }

    boolean isLinkedTo(String peer) {
        for (var one : client.get("/transports/mesh/peers").body()) {
            if (one.path("peer_id").asText().equals(peer)) {
                return one.path("connection").asText().equals("secured");
            }
        }
        return false;
    }

    int queued() {
        return client.get("/transport/queue").body().path("messages").asInt(-1);
    }

    /** All messages that have arrived, in order. */
    List<JsonNode> inbox() {
        List<JsonNode> all = new ArrayList<>();
        long after = 0;
        while (true) {
            var page = client.get("/transport/inbox?limit=500&after=" + after).body();
            if (page.isEmpty()) return all;
            page.forEach(all::add);
            after = all.getLast().path("number").asLong();
        }
    }

    /** The status of the answer. */
    int send(String receiver, String id, String type, String content) {
        var payload = Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8));
        return client.post(
                        "/transport/send",
                        Map.of("receiver_id", receiver, "message_id", id, "message_type", type, "payload", payload))
                .status();
    }

    @Override
    public void close() throws Exception {
        if (process != null) process.destroyForcibly().waitFor();
    }
}
