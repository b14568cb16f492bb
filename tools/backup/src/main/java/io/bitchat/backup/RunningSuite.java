package io.bitchat.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The suite that runs in a data folder, as {@code run/suite.json} describes it. */
record RunningSuite(Path data, JsonNode urls) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Optional<RunningSuite> in(Path data) {
        var state = data.resolve("run").resolve("suite.json");
        if (!Files.exists(state)) return Optional.empty();
        try {
            return Optional.of(
                    new RunningSuite(data, JSON.readTree(state.toFile()).path("urls")));
        } catch (IOException e) {
            throw new BackupException(state + " cannot be read: " + e, e);
        }
    }

    Optional<String> postgres() {
        return url("postgres");
    }

    Optional<String> kafka() {
        return url("kafka");
    }

    /** The S3 server that the suite has started itself. */
    Optional<String> s3() {
        return url("s3");
    }

    Path keys() {
        return data.resolve("keys");
    }

    Path postgresPassword() {
        return keys().resolve("postgres.password");
    }

    Path s3Secret() {
        return keys().resolve("object-store.secret");
    }

    Path chunks() {
        return data.resolve("bitchat").resolve("files");
    }

    private Optional<String> url(String name) {
        return Optional.of(urls.path(name).asText()).filter(text -> !text.isEmpty());
    }
}
