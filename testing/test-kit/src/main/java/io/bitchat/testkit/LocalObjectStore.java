package io.bitchat.testkit;

import io.bitchat.embedded.FreePorts;
import io.bitchat.objects.ObjectStoreProcess;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The S3 server of this JVM, in its own process and with its own libraries, which the build puts next to it. */
final class LocalObjectStore implements TestServer {
    private static final String ACCESS_KEY = "test";
    private static final String SECRET = "test-secret";

    private final int port;
    private final Path folder;
    private final ServerProcess process;

    LocalObjectStore() {
        port = Integer.parseInt(SharedState.get("objects.port", () -> Integer.toString(FreePorts.next())));
        folder = Path.of(SharedState.get(
                "objects.folder", () -> ServerFolder.of("objects").toString()));
        process = new ServerProcess("objects", ObjectStoreProcess.READY);
    }

    Path folder() {
        return folder;
    }

    @Override
    public void start() {
        synchronized (SharedState.lock()) {
            if (!isRunning()) process.start(command());
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
        return Map.of(
                "BITCHAT_STORE",
                "s3",
                "BITCHAT_S3_ENDPOINT",
                "http://127.0.0.1:" + port,
                "BITCHAT_S3_ACCESS_KEY",
                ACCESS_KEY,
                "BITCHAT_S3_SECRET_KEY",
                SECRET);
    }

    private List<String> command() {
        Path target = Path.of(System.getProperty("bitchat.root", "..")).resolve("tools/object-store/target");
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-cp",
                target.resolve("classes") + File.pathSeparator + target.resolve("lib") + File.separator + "*",
                ObjectStoreProcess.class.getName(),
                folder.toString(),
                "127.0.0.1",
                Integer.toString(port),
                ACCESS_KEY,
                secret().toString(),
                Long.toString(ProcessHandle.current().pid()));
    }

    private Path secret() {
        try {
            Files.createDirectories(folder);
            return Files.writeString(folder.resolveSibling("objects.secret"), SECRET);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
