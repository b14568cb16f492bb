package io.bitchat.embedded;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/** The cluster id in a formatted Kafka folder. */
final class ClusterId {
    private ClusterId() {}

    static Optional<String> in(Path folder) {
        Path file = folder.resolve("meta.properties");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new EmbeddedException(file + " is not readable (" + e + "); change its owner", e);
        }
        return Optional.ofNullable(properties.getProperty("cluster.id"));
    }
}
