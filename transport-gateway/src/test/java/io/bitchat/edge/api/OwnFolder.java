package io.bitchat.edge.api;

import io.bitchat.edge.mesh.OwnGroup;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** A folder and a multicast group for the node under test. */
public class OwnFolder implements QuarkusTestResourceLifecycleManager {
    private Path folder;

    @Override
    public Map<String, String> start() {
        try {
            folder = Files.createTempDirectory("edge");
            var group = OwnGroup.fresh();
            return Map.of(
                    "bitchat.edge.id",
                    "here",
                    "bitchat.edge.data",
                    folder.toString(),
                    "bitchat.edge.group",
                    group.getAddress().getHostAddress() + ":" + group.getPort(),
                    "bitchat.transport.failover_timeout_sec",
                    "5");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (var file : files.sorted((a, b) -> b.compareTo(a)).toList()) Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
