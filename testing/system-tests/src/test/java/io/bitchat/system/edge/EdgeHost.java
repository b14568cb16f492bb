package io.bitchat.system.edge;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bitchat.system.suite.Suite;
import io.bitchat.testkit.network.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An edge node in a network namespace: the packaged program, started as {@code ./bitchat edge} does. */
final class EdgeHost {
    static final int PORT = 8085;
    private static final String API = "http://127.0.0.1:" + PORT + "/api/bitchat";
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Namespace host;
    private final Path folder;
    private int starts;
    private int questions;
    private @Nullable Process process;

    EdgeHost(Namespace host, Path folder) {
        this.host = host;
        this.folder = folder.resolve(host.name());
    }

    String id() {
        return host.name();
    }

    Namespace host() {
        return host;
    }

    /** Starts the node, and waits until it is ready. */
    EdgeHost start() throws IOException {
        Files.createDirectories(folder);
        var jar = Suite.root().resolve("transport-gateway/target/quarkus-app/quarkus-run.jar");
        process = host.start(
                folder.resolve("log" + ++starts),
                List.of(
                        "env",
                        "BITCHAT_EDGE_NAME=" + id(),
                        "BITCHAT_EDGE_ID=" + id(),
                        "BITCHAT_EDGE_DATA=" + folder.resolve("data"),
                        "BITCHAT_EDGE_INTERFACES=all",
                        "BITCHAT_HTTP_PORT=" + PORT,
                        "BITCHAT_TRANSPORT_FAILOVER_TIMEOUT_SEC=2",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-jar",
                        jar.toString()));
        await().atMost(SOON).until(this::isReady);
        return this;
    }

    private boolean isReady() throws IOException, InterruptedException {
        return curl("http://127.0.0.1:" + PORT + "/q/health/ready").contains("\"UP\"");
    }

    /** Kills the node, as the loss of power would. */
    void kill() throws InterruptedException {
        Objects.requireNonNull(process).destroyForcibly().waitFor();
    }

    /** Memory that the node holds, in MiB. */
    long residentMib() throws IOException {
        var status = Files.readString(
                Path.of("/proc/" + Objects.requireNonNull(process).pid() + "/status"));
        return status.lines()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                        .sum()
                / 1_024;
    }

    /** How this node is linked to another: {@code none}, {@code plain} or {@code secured}; empty if it does not know it. */
    String connectionTo(String peer) throws IOException, InterruptedException {
        for (var one : get("/transports/mesh/peers")) {
            if (one.path("peer_id").asText().equals(peer))
                return one.path("connection").asText();
        }
        return "";
    }

    int queued() throws IOException, InterruptedException {
        return get("/transport/queue").path("messages").asInt(-1);
    }

    /** Ids of the messages in the inbox, in order. */
    List<String> inbox() throws IOException, InterruptedException {
        List<String> ids = new ArrayList<>();
        long after = 0;
        while (true) {
            var page = get("/transport/inbox?limit=500&after=" + after);
            if (page.isEmpty()) return ids;
            for (var message : page) {
                ids.add(message.path("message_id").asText());
                after = message.path("number").asLong();
            }
        }
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        var text = curl(API + path);
        return text.isBlank() ? JSON.createArrayNode() : JSON.readTree(text);
    }

    /** Sends numbered messages to a peer from within this host; each is acknowledged before the next. */
    Sending send(String receiver, int count) throws IOException {
        var said = folder.resolve("said");
        var sender = host.startJava(said, EdgeSender.class, Integer.toString(PORT), receiver, Integer.toString(count));
        return new Sending(sender, said);
    }

    /** Messages being sent. */
    record Sending(Process process, Path said) {
        /** How many have been acknowledged. */
        long acknowledged() throws IOException {
            try (var lines = Files.lines(said)) {
                return lines.filter(line -> line.startsWith("acknowledged ")).count();
            }
        }
    }

    /** The body of the answer; empty if there is none. */
    private String curl(String url) throws IOException, InterruptedException {
        var answer = folder.resolve("answer" + ++questions);
        var asking = host.start(answer, List.of("curl", "-s", "--max-time", "10", url));
        if (!asking.waitFor(20, TimeUnit.SECONDS)) asking.destroyForcibly();
        var text = Files.readString(answer);
        Files.delete(answer);
        return text;
    }
}
