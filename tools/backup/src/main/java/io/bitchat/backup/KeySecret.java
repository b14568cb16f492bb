package io.bitchat.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bitchat.backup.archive.Manifest.Part;
import io.bitchat.kube.ServiceAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/**
 * The Secret with the keys of an installation in Kubernetes. A pod mounts it read-only, so keys are restored through the
 * API server, with an account that may {@code get} and {@code patch} it.
 */
final class KeySecret {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ServiceAccount account;
    private final String name;

    KeySecret(ServiceAccount account, String name) {
        this.account = account;
        this.name = name;
    }

    /** Puts keys in place, all at once. A key that was there is kept beside it, with the ending {@code .replaced}. */
    void restore(Path archive, List<Part> parts) throws IOException {
        try {
            var found = account.read("secrets", name)
                    .orElseThrow(() -> new BackupException("there is no Secret " + name + " for the keys"));
            var changes = changes(archive, parts, JSON.readTree(found).path("data"));
            account.merge(
                    "secrets",
                    name,
                    JSON.createObjectNode().set("data", changes).toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackupException("interrupted while the keys were restored", e);
        }
    }

    /** What is merged into the data of the Secret. */
    static ObjectNode changes(Path archive, List<Part> parts, JsonNode before) throws IOException {
        var data = JSON.createObjectNode();
        for (var part : parts) {
            var key = KeyFiles.nameOf(part);
            var value = Base64.getEncoder().encodeToString(Files.readAllBytes(archive.resolve(part.name())));
            var old = before.path(key).asText("");
            if (!old.isEmpty() && !old.equals(value)) data.put(key + ".replaced", old);
            data.put(key, value);
        }
        return data;
    }
}
