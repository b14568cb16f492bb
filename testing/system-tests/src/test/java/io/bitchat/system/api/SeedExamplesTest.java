package io.bitchat.system.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bitchat.system.suite.Content;
import io.bitchat.system.suite.FileClient;
import io.bitchat.system.suite.RequiredSuite;
import io.bitchat.system.suite.Socket;
import io.bitchat.system.suite.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs the command lines of the documentation unchanged. */
@RequiredSuite(RequiredSuite.Kind.OPEN)
class SeedExamplesTest {
    private final Suite suite = Suite.open();

    @Test
    void theTenStepsPass() throws Exception {
        var output = run("sh " + Suite.root().resolve("examples/e2e.sh"));
        assertThat(output).contains("10 passed").doesNotContain("FAILED");
    }

    @BeforeEach
    void curlIsThere() throws Exception {
        assumeTrue(run("command -v curl").contains("curl"), "curl is not installed");
    }

    @Test
    void theFiveRequestsByHandPass() throws Exception {
        var output = run(Files.readString(Suite.root().resolve("examples/manual.sh")) + "echo && echo passed");

        assertThat(output)
                .contains("\"peer_id\":\"alice\"", "encrypted-content", "\"total_peers\":")
                .endsWith("passed\n");
    }

    @Test
    void theCurlLinesRunUnchanged() throws Exception {
        assertThat(run("""
                curl -s -X POST http://localhost:8000/api/bitchat/peers/register \\
                  -H "Content-Type: application/json" \\
                  -d '{"peer_id": "alice", "public_key": "abc123", "display_name": "Alice"}'
                """)).contains("\"peer_id\":\"alice\"", "\"is_online\":true", "\"trust_score\":0.5");
        assertThat(run("curl -s http://localhost:8000/api/bitchat/peers")).contains("\"peer_id\":\"alice\"");
        try (var socket = Socket.open(suite.url(), "bob", "")) {
            assertThat(run("""
                    curl -s -X POST http://localhost:8000/api/bitchat/messages/send \\
                      -H "Content-Type: application/json" \\
                      -d '{"from_peer_id": "alice", "to_peer_id": "bob", "content": "encrypted-content"}'
                    """)).contains("\"message_id\"", "\"status\":\"sent\"");
            // other tests write to bob too
            String content;
            do content = socket.next().at("/data/content").asText();
            while (!content.equals("encrypted-content"));
        }
        assertThat(run("curl -s http://localhost:8000/api/bitchat/messages/conversation/alice/bob"))
                .contains("encrypted-content");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(run("curl -s http://localhost:8000/api/bitchat/stats"))
                        .contains("\"total_peers\":", "\"status\":\"healthy\"")
                        .doesNotContain("\"total_messages\":0"));
    }

    @Test
    void theGroupExampleInPythonRunsUnchanged() throws Exception {
        assumeTrue(run("python3 -c 'import httpx' && echo there").contains("there"), "httpx is not installed");

        assertThat(runCopy("group.py", "python3"))
                .contains("'content': 'Hello team!'", "'from_peer_id': 'alice'")
                .doesNotContain("Traceback");
    }

    @Test
    void theFileExampleInPythonRunsUnchanged() throws Exception {
        assumeTrue(run("python3 -c 'import httpx' && echo there").contains("there"), "httpx is not installed");
        var document = Content.write(suite.data().resolve("document.pdf"), 2 * Content.MEBIBYTE + 17, 1);

        var said = runCopy("upload.py", "python3");

        assertThat(said).contains("Uploaded chunk 3/3").doesNotContain("Traceback");
        var file = said.replaceAll("(?s).*File ID: (file_[0-9a-f]{32}).*", "$1");
        assertThat(Content.sha256(new FileClient(suite).open(file).body())).isEqualTo(Content.sha256(document));
    }

    @Test
    void theGroupExampleInJavaScriptRunsUnchanged() throws Exception {
        assumeTrue(run("node --version").startsWith("v"), "Node is not installed");

        assertThat(runCopy("group.mjs", "node"))
                .contains("Messages:", "content: 'Welcome to the team!'", "from_peer_id: 'user123'")
                .doesNotContain("Error");
    }

    private String runCopy(String example, String interpreter) throws IOException, InterruptedException {
        var text = Files.readString(Suite.root().resolve("examples").resolve(example));
        var copy = suite.data().resolve(example);
        Files.writeString(copy, text.replace("localhost:8000", "localhost:" + suite.port("gateway")));
        return run("cd " + suite.data() + " && " + interpreter + " " + copy);
    }

    /** Replaces only the port, because several suites may run on one machine. */
    private String run(String command) throws IOException, InterruptedException {
        var script = Files.createTempFile("seed", ".sh");
        Files.writeString(script, command.replace("localhost:8000", "localhost:" + suite.port("gateway")));
        var builder = new ProcessBuilder("sh", script.toString()).redirectErrorStream(true);
        builder.environment().put("GW", suite.url());
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        Files.delete(script);
        return output;
    }
}
