package io.bitchat.system.browser;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.bitchat.system.suite.Client;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A headless Chromium, driven by its DevTools protocol (https://chromedevtools.github.io/devtools-protocol/). */
final class Chromium implements AutoCloseable, WebSocket.Listener {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

    private final Process process;
    private final Path data;
    private final WebSocket socket;
    private final AtomicInteger lastId = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> calls = new ConcurrentHashMap<>();
    /** What scripts of pages have failed with. */
    private final List<String> failures = new CopyOnWriteArrayList<>();

    private final StringBuilder partial = new StringBuilder();

    private Chromium(Process process, Path data) {
        this.process = process;
        this.data = data;
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(address(), this)
                .join();
    }

    /** The program on the PATH; empty if it is not installed. */
    static Optional<Path> program() {
        var folders = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"));
        return folders.flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** @param data folder for its profile, which must be empty */
    static Chromium start(Path program, Path data) throws IOException {
        var command = new ArrayList<>(List.of(
                program.toString(),
                "--headless=new",
                "--remote-debugging-port=0",
                "--user-data-dir=" + data,
                "--no-first-run",
                "--no-proxy-server",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-extensions",
                "--disable-background-networking",
                "--disable-component-update",
                // both pages are in the background, and must not be slowed for it
                "--disable-background-timer-throttling",
                "--disable-renderer-backgrounding",
                "--disable-backgrounding-occluded-windows",
                // candidates with names need multicast DNS between the pages
                "--disable-features=WebRtcHideLocalIpsWithMdns",
                "about:blank"));
        // the sandbox does not work for root
        if (System.getProperty("user.name").equals("root")) command.add(1, "--no-sandbox");
        var log = data.resolveSibling(data.getFileName() + ".log").toFile();
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        try {
            return new Chromium(process, data);
        } catch (RuntimeException | Error e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** It writes the port and the path of its socket to a file. */
    private URI address() {
        var file = data.resolve("DevToolsActivePort");
        var lines = await().atMost(PATIENCE)
                .until(
                        () -> Files.exists(file) ? Files.readAllLines(file) : List.<String>of(),
                        found -> found.size() == 2);
        return URI.create("ws://127.0.0.1:" + lines.getFirst() + lines.getLast());
    }

    /** Opens a page with cookies and storage of its own. */
    Page open(String url) {
        var context = call("", "Target.createBrowserContext", Map.of())
                .path("browserContextId")
                .asText();
        var target = call("", "Target.createTarget", Map.of("url", url, "browserContextId", context))
                .path("targetId")
                .asText();
        var session = call("", "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .path("sessionId")
                .asText();
        call(session, "Runtime.enable", Map.of());
        return new Page(this, session, context);
    }

    /** Calls a method of the protocol; an empty session is the browser's own. */
    JsonNode call(String session, String method, Map<String, ?> parameters) {
        int id = lastId.incrementAndGet();
        var answer = new CompletableFuture<JsonNode>();
        calls.put(id, answer);
        var message = Client.JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", Client.JSON.valueToTree(parameters));
        if (!session.isEmpty()) message.put("sessionId", session);
        synchronized (this) {
            socket.sendText(message.toString(), true).join();
        }
        return answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    List<String> failures() {
        return failures;
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence text, boolean last) {
        partial.append(text);
        if (last) {
            try {
                heard(Client.JSON.readTree(partial.toString()));
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
            partial.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    private void heard(JsonNode message) {
        if (message.path("method").asText().equals("Runtime.exceptionThrown")) {
            failures.add(message.at("/params/exceptionDetails").toString());
        }
        var call = calls.remove(message.path("id").asInt());
        if (call == null) return;
        if (message.has("error")) call.completeExceptionally(new AssertionError(message.toString()));
        else call.complete(message.path("result"));
    }

    @Override
    public void close() {
        socket.abort();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
