package io.bitchat.system.suite;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** An additional process of a service, with the database and broker of a running suite. */
public final class Replica implements AutoCloseable {
    private final String url;
    private final Process process;

    private Replica(String url, Process process) {
        this.url = url;
        this.process = process;
    }

    public static Replica of(Suite suite, String service) throws IOException {
        return of(suite, service, 0);
    }

    /** @param sitePort port for other sites; 0 for none */
    public static Replica of(Suite suite, String service, int sitePort) throws IOException {
        int port = freePort();
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                Suite.root()
                        .resolve(service + "/target/quarkus-app/quarkus-run.jar")
                        .toString());
        builder.environment().putAll(environmentOf(suite.pid(service)));
        builder.environment().put("BITCHAT_HTTP_PORT", Integer.toString(port));
        if (sitePort > 0) builder.environment().put("BITCHAT_SITES_LISTEN", "127.0.0.1:" + sitePort);
        var log = suite.data().resolve("logs/" + service + "-2.log").toFile();
        var process = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
        var replica = new Replica("http://localhost:" + port, process);
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> new Client(replica.url).get("/q/health/ready").status() == 200);
        return replica;
    }

    public String url() {
        return url;
    }

    /** Kills the process with {@code kill -9}. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor();
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
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
