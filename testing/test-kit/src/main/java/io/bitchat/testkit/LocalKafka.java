package io.bitchat.testkit;

import io.bitchat.embedded.FreePorts;
import io.bitchat.embedded.KafkaProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The embedded broker of this JVM, in its own process so that it can be killed and uses none of our heap. */
final class LocalKafka implements TestServer {
    private final int port;
    private final Path folder;
    private final ServerProcess process = new ServerProcess("kafka", KafkaProcess.READY);

    LocalKafka() {
        port = Integer.parseInt(SharedState.get("kafka.port", () -> Integer.toString(FreePorts.next())));
        folder = Path.of(
                SharedState.get("kafka.folder", () -> ServerFolder.of("kafka").toString()));
    }

    @Override
    public void start() {
        synchronized (SharedState.lock()) {
            if (!isRunning()) {
                process.start(command());
            }
        }
    }

    @Override
    public void stop() {
        process.stop();
    }

    @Override
    public void kill() {
        process.kill();
    }

    @Override
    public boolean isRunning() {
        return process.isRunning();
    }

    @Override
    public Map<String, String> config() {
        return Map.of("BITCHAT_KAFKA_SERVERS", "127.0.0.1:" + port);
    }

    private List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("surefire.real.class.path", System.getProperty("java.class.path")),
                KafkaProcess.class.getName(),
                folder.toString(),
                "127.0.0.1",
                Integer.toString(port),
                Long.toString(ProcessHandle.current().pid()));
    }
}
