package io.bitchat.system.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.RequiredSuite;
import io.bitchat.system.suite.Suite;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages of examples/webrtc in two real browser windows: directly, over the relay, and from one to the other. */
@RequiredSuite(RequiredSuite.Kind.OPEN)
class BrowserTransferTest {
    private static final int CHUNK = 65_536;
    private static final int SIZE = 100 * CHUNK + 5;
    private static final String ROW = "#transfers li";

    @TempDir
    private static Path folder;

    private static Suite suite;
    private static HttpServer pages;
    private static Chromium browser;

    private final String alice = Client.someone("alice");
    private final String bob = Client.someone("bob");
    private final String room = Client.someone("room");

    @BeforeAll
    static void start() throws IOException {
        var program = Chromium.program();
        assumeTrue(program.isPresent(), "skipped: Chromium is not installed");
        suite = Suite.open();
        pages = SimpleFileServer.createFileServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Suite.root().resolve("examples/webrtc"),
                SimpleFileServer.OutputLevel.NONE);
        pages.start();
        browser = Chromium.start(program.get(), Files.createDirectory(folder.resolve("profile")));
    }

    @AfterAll
    static void stop() {
        if (browser != null) browser.close();
        if (pages != null) pages.stop(0);
    }

    @Test
    void aFileGoesDirectlyAndTheRelayCarriesNoByte() throws Exception {
        long before = relayed();

        var saved = send("&within=60", "direct");

        assertThat(saved.way).isEqualTo("direct");
        assertThat(relayed()).isEqualTo(before);
        // it is an offer that was withdrawn, and says why
        await().atMost(Duration.ofSeconds(5))
                .until(() -> transfers().at("/0/error").asText(), "sent directly"::equals);
    }

    @Test
    void withoutADirectWayTheRelayTakesOver() throws Exception {
        long before = relayed();

        var saved = send("&ice=none", "relay");

        assertThat(saved.way).isEqualTo("relay");
        assertThat(saved.seconds).isLessThan(12);
        assertThat(relayed() - before).isGreaterThanOrEqualTo(SIZE);
        assertThat(transfers().at("/0/status").asText()).isEqualTo("completed");
    }

    @Test
    void aDirectWayThatBreaksIsGoneOnWithOverTheRelay() throws Exception {
        var saved = send("&break=40&within=60", "broken");

        assertThat(saved.way).isEqualTo("relay");
        var rest = transfers().path(0);
        assertThat(rest.path("file_size").asInt()).isEqualTo(SIZE - 40 * CHUNK);
        assertThat(rest.path("status").asText()).isEqualTo("completed");
    }

    private record Saved(String way, double seconds) {}

    /** Sends a file from one page to another, and compares what the other saves. */
    private Saved send(String options, String name) throws Exception {
        var content = new byte[SIZE];
        new Random(name.hashCode()).nextBytes(content);
        var file = Files.write(folder.resolve(name + ".bin"), content);
        var from = browser.open(page(alice, options));
        from.awaitElement("#status[data-state=joined]");
        from.type("#invite input", bob);
        from.click("#invite button");
        from.awaitElement("#people li");
        var to = browser.open(page(bob, options));
        from.awaitElement("#people li[data-present=true]");

        from.choose("#people input", file);
        to.awaitElement(ROW + "[data-state=offered]");
        long begin = System.nanoTime();
        to.click(ROW + " .accept");
        to.awaitElement(ROW + "[data-state=done]");
        var saved = new Saved(to.data(ROW, "way"), (System.nanoTime() - begin) / 1e9);
        from.awaitElement(ROW + "[data-state=done]");

        assertThat(from.data(ROW, "sha256")).hasSize(64).isEqualTo(to.data(ROW, "sha256"));
        assertThat(to.text(ROW + " .state")).contains("SHA-256 verified");
        assertThat(save(to, name)).hasBinaryContent(content);
        assertThat(browser.failures()).isEmpty();
        return saved;
    }

    private static Path save(Page page, String name) throws IOException {
        var folder = Files.createDirectory(BrowserTransferTest.folder.resolve("saved-" + name));
        page.savesTo(folder);
        page.click(ROW + " .save");
        var file = folder.resolve(name + ".bin");
        await().atMost(Duration.ofSeconds(10)).until(() -> Files.exists(file) && Files.size(file) == SIZE);
        return file;
    }

    private String page(String peer, String options) {
        var address = "http://localhost:" + pages.getAddress().getPort();
        return address + "/index.html?api=" + suite.url() + "&peer=" + peer + "&room=" + room + options;
    }

    private com.fasterxml.jackson.databind.JsonNode transfers() {
        return new Client(suite.url()).get("/rooms/" + room + "/file-transfer").body();
    }

    /** Bytes of chunks that file-service has taken and given, so far. */
    private static long relayed() throws IOException, InterruptedException {
        var uri = URI.create("http://localhost:" + suite.port("file-service") + "/metrics");
        var answer = HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        var values = answer.body()
                .lines()
                .filter(line -> line.startsWith("bitchat_transfers_bytes"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .toArray();
        assertThat(values).hasSize(2);
        return (long) java.util.Arrays.stream(values).sum();
    }
}
