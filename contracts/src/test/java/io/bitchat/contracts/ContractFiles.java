package io.bitchat.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/** The committed files of the contract, and the one switch that rewrites the generated ones. */
final class ContractFiles {
    static final Path RESOURCES = Path.of("src/main/resources");
    static final Path SCHEMAS = RESOURCES.resolve("schemas");
    static final Path SAMPLES = RESOURCES.resolve("samples");
    static final Path RELEASED = RESOURCES.resolve("released/v1");
    static final Path ASYNC_API = RESOURCES.resolve("asyncapi.yaml");

    static final String WRITE = "./mvnw -pl contracts test -Dcontracts.write=true";
    static final String RELEASE = "./mvnw -pl contracts test -Dcontracts.release=true";

    private ContractFiles() {}

    /** Fails when the committed file differs from the generated text, unless files are being rewritten. */
    static void assertGenerated(Path file, String generated) {
        if (Boolean.getBoolean("contracts.write")) {
            write(file, generated);
            return;
        }
        assertThat(Files.exists(file) ? read(file) : "")
                .as("%s differs from what the records generate; run `%s` and commit the result", file, WRITE)
                .isEqualTo(generated);
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Text of every JSON file in the folder, by file name. */
    static SortedMap<String, String> readAll(Path folder) {
        try (var files = Files.list(folder)) {
            var texts = new TreeMap<String, String>();
            files.filter(file -> file.toString().endsWith(".json"))
                    .forEach(file -> texts.put(file.getFileName().toString(), read(file)));
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
