package io.bitchat.crypto;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Files of published test vectors in the folder given by {@code -Dvectors=…}; without it, tests that need them are
 * skipped.
 */
public final class PublishedVectors {
    private PublishedVectors() {}

    public static JsonNode read(String file) throws IOException {
        var folder = System.getProperty("vectors", "");
        assumeTrue(!folder.isEmpty(), "no -Dvectors=<folder>");
        return new ObjectMapper().readTree(Path.of(folder, file).toFile());
    }

    public static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    public static byte[] hex(JsonNode text) {
        return HexFormat.of().parseHex(text.asText());
    }

    /** All test cases of a Wycheproof file. */
    public static List<JsonNode> wycheproof(String file) throws IOException {
        return list(read("wycheproof/" + file).get("testGroups")).stream()
                .flatMap(group -> list(group.get("tests")).stream())
                .toList();
    }
}
