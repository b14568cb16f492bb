package io.bitchat.system.edge;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bitchat.testkit.network.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An edge node in a network namespace. */
final class EdgeHost {
    static final int PORT = 8085;
    private static final String API = "http://127.0.0.1:" + PORT + "/api/bitchat";
    /** On a machine that is busy with other tests. */
    private static final Duration START_LIMIT = Duration.ofSeconds(180);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Namespace host;
    private final Path folder;
    private final List<String> environment = new ArrayList<>();
    private int starts;
    private int sends;
    private int questions;
    private int diskMebibytes;
    private @Nullable Process process;

    EdgeHost(Namespace host, Path folder) {
        this.host = host;
        this.folder = folder.resolve(host.name());
    }

    String id() {
        return host.name();
    }

    Path folder() {
        return folder;
    }

    Namespace host() {
        return host;
    }

    /** The node is to have these variables, such as {@code NAME=value}. */
    EdgeHost with(String... variables) {
        environment.addAll(List.of(variables));
        return this;
    }

    /** The data of the node are to be on a disk of this size, which is empty after each start. */
    EdgeHost withDiskOf(int mebibytes) {
        diskMebibytes = mebibytes;
        return this;
    }

    /** Starts the node. */
    void start() throws IOException {
        Files.createDirectories(folder);
        process = host.start(folder.resolve("log" + ++starts), command());
    }

    void awaitReady() {
        await().atMost(START_LIMIT).until(this::isReady);
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        // in the mount namespace of this process, so that the disk ends with it
        if (diskMebibytes > 0)
            command.addAll(List.of(
                    "sh",
                    "-c",
                    "mkdir -p $0; mount -t tmpfs -o size=" + diskMebibytes + "m tmpfs $0 && exec \"$@\"",
                    data().toString()));
        List<String> variables = new ArrayList<>(List.of(
                "BITCHAT_EDGE_NAME=" + id(),
                "BITCHAT_EDGE_ID=" + id(),
                "BITCHAT_EDGE_DATA=" + data(),
                "BITCHAT_EDGE_INTERFACES=all",
                "BITCHAT_HTTP_PORT=" + PORT,
                // what is tested is the network; the senders ask more often than a client may
                "BITCHAT_RATE_LIMIT_ENABLED=false",
                "BITCHAT_TRANSPORT_FAILOVER_TIMEOUT_SEC=2"));
        variables.addAll(environment);
        command.addAll(EdgeProgram.command(variables));
        return command;
    }

    private Path data() {
        return folder.resolve("data");
    }

    /** The folder of the node as the node sees it, also if it is on a disk of its own. */
    Path dataFromOutside() {
        return Path.of("/proc/" + Objects.requireNonNull(process).pid() + "/root" + data());
    }

    private boolean isReady() throws IOException, InterruptedException {
        return curl("http://127.0.0.1:" + PORT + "/q/health/ready").contains("\"UP\"");
    }

    /** Kills the node, as the loss of power would. */
    void kill() throws InterruptedException {
        Objects.requireNonNull(process).destroyForcibly().waitFor();
    }

    /** Sends the process a signal, for example {@code STOP}. */
    void signal(String name) throws IOException, InterruptedException {
        long pid = Objects.requireNonNull(process).pid();
        if (new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor() != 0)
            throw new IOException("no signal to " + pid);
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

    /** Number of peers that this node has an encrypted link with. */
    int securedLinks() throws IOException, InterruptedException {
        int links = 0;
        for (var one : get("/transports/mesh/peers")) {
            if (one.path("connection").asText().equals("secured")) links++;
        }
        return links;
    }

    int queued() throws IOException, InterruptedException {
        return get("/transport/queue").path("messages").asInt(-1);
    }

    /** The messages in the inbox, in order. */
    private List<JsonNode> arrived() throws IOException, InterruptedException {
        List<JsonNode> messages = new ArrayList<>();
        long after = 0;
        while (true) {
            var page = get("/transport/inbox?limit=500&after=" + after);
            if (page.isEmpty()) return messages;
            page.forEach(messages::add);
            after = messages.getLast().path("number").asLong();
        }
    }

    /** Ids of the messages in the inbox, in order. */
    List<String> inbox() throws IOException, InterruptedException {
        return arrived().stream()
                .map(message -> message.path("message_id").asText())
                .toList();
    }

    /** When the last message arrived, by the clock of the node. */
    Instant arrivedLast() throws IOException, InterruptedException {
        return Instant.parse(arrived().getLast().path("received_at").asText());
    }

    /** Those in the inbox that {@link #send(String, int, String)} sent with this prefix, in order. */
    List<String> inbox(String prefix) throws IOException, InterruptedException {
        return inbox().stream().filter(id -> id.matches(prefix + "\\d+")).toList();
    }

    /** Sends one message; the status of the answer and its body, or 0 if there is none. */
    Answer post(String receiver, String id, int bytes, int ttlSeconds) throws IOException, InterruptedException {
        var body = folder.resolve("body" + ++questions);
        var payload = Base64.getEncoder().encodeToString(new byte[bytes]);
        Files.writeString(
                body,
                "{\"receiver_id\":\"%s\",\"message_id\":\"%s\",\"payload\":\"%s\",\"ttl_seconds\":%d}"
                        .formatted(receiver, id, payload, ttlSeconds));
        var answer = ask("-H", "Content-Type: application/json", "-d", "@" + body, API + "/transport/send");
        Files.delete(body);
        return answer;
    }

    /** The status and the body of an answer; 0 if there is none. */
    private Answer ask(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("-w", "\n%{http_code}"));
        all.addAll(List.of(arguments));
        var text = curl(all.toArray(String[]::new));
        int end = text.lastIndexOf('\n');
        return new Answer(Integer.parseInt(text.substring(end + 1).strip()), text.substring(0, Math.max(0, end)));
    }

    record Answer(int status, String body) {}

    /**
     * The answer of the node; an empty list if there is none.
     *
     * @throws IOException if the node refuses
     */
    JsonNode get(String path) throws IOException, InterruptedException {
        var answer = ask(API + path);
        if (answer.status() == 0) return JSON.createArrayNode();
        if (answer.status() != 200) throw new IOException(path + ": " + answer.status() + " " + answer.body());
        return JSON.readTree(answer.body());
    }

    /**
     * Sends numbered messages to a peer from within this host; each is acknowledged before the next.
     *
     * @param prefix of their ids, without digits
     */
    Sending send(String receiver, int count, String prefix) throws IOException {
        var said = folder.resolve("said" + ++sends);
        var sender = host.startJava(
                said, EdgeSender.class, Integer.toString(PORT), receiver, Integer.toString(count), prefix);
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
    private String curl(String... arguments) throws IOException, InterruptedException {
        var answer = folder.resolve("answer" + ++questions);
        List<String> command = new ArrayList<>(List.of("curl", "-s", "--max-time", "10"));
        command.addAll(List.of(arguments));
        var asking = host.start(answer, command);
        if (!asking.waitFor(20, TimeUnit.SECONDS)) asking.destroyForcibly();
        var text = Files.readString(answer);
        Files.delete(answer);
        return text;
    }
}
