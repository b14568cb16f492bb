package io.bitchat.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A second message-service beside the first, on the same database and broker. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "reads the first replica's environment from /proc")
class ReplicaTest {
    private final Suite suite = Suite.open();

    @Test
    void aSocketAtOneReplicaGetsWhatTheOtherStored() throws Exception {
        int port = freePort();
        var second = start(port);
        try {
            var url = "http://localhost:" + port;
            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> new Client(url).get("/q/health/ready").status() == 200);
            var alice = Client.someone("alice");
            var bob = Client.someone("bob");
            try (var here = Socket.open(suite.url(), bob, "");
                    var there = Socket.open(url, bob, "")) {
                for (int i = 0; i < 20; i++) {
                    new Client(i % 2 == 0 ? url : suite.url()).send(alice, bob, "m" + i);
                }
                for (int i = 0; i < 20; i++) {
                    assertThat(here.next().at("/data/content").asText()).isEqualTo("m" + i);
                    assertThat(there.next().at("/data/content").asText()).isEqualTo("m" + i);
                }
            }
            var stored = new Client(suite.url())
                    .get("/messages/conversation/" + alice + "/" + bob)
                    .body();
            assertThat(stored.findValues("sequence").stream().map(n -> n.asInt()))
                    .isEqualTo(IntStream.rangeClosed(1, 20).boxed().toList());
        } finally {
            second.destroy();
            second.waitFor();
        }
    }

    private Process start(int port) throws IOException {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-jar",
                Suite.root()
                        .resolve("message-service/target/quarkus-app/quarkus-run.jar")
                        .toString());
        builder.environment().putAll(environmentOf(suite.pid("message-service")));
        builder.environment().put("BITCHAT_HTTP_PORT", Integer.toString(port));
        var log = suite.data().resolve("logs/message-service-2.log").toFile();
        return builder.redirectErrorStream(true).redirectOutput(log).start();
    }

    private static Map<String, String> environmentOf(long pid) throws IOException {
        var environment = new HashMap<String, String>();
        for (var entry : Files.readString(Path.of("/proc", Long.toString(pid), "environ"))
                .split("\0")) {
            int equals = entry.indexOf('=');
            if (equals > 0 && entry.startsWith("BITCHAT_")) {
                environment.put(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        return environment;
    }

    private static int freePort() throws IOException {
        try (var socket = new java.net.ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
