package io.bitchat.launcher.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Paths in the data folder. */
public record SuiteFiles(Path data) {
    public SuiteFiles {
        data = data.toAbsolutePath().normalize();
    }

    public Path state() {
        return data.resolve("run").resolve("suite.json");
    }

    /** There while AOT caches are being made; names the launcher that makes them. */
    Path training() {
        return data.resolve("run").resolve("aot.pid");
    }

    /** Data of the suite that runs while AOT caches are being made. */
    SuiteFiles trainingData() {
        return new SuiteFiles(data.resolve("run").resolve("training"));
    }

    /** Deletes the data folder with all that is in it. */
    void delete() {
        if (!Files.exists(data)) return;
        try (Stream<Path> all = Files.walk(data)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + data, e);
        }
    }

    Path lock() {
        return data.resolve("run").resolve("suite.lock");
    }

    public Path logs() {
        return data.resolve("logs");
    }

    public Path log(String process) {
        return logs().resolve(process + ".log");
    }

    Path keys() {
        return data.resolve("keys");
    }

    public Path postgres() {
        return data.resolve("postgres");
    }

    Path kafka() {
        return data.resolve("kafka");
    }

    /** Folder of the chunks of files. */
    Path chunks() {
        return data.resolve("bitchat").resolve("files");
    }

    /** Folder of the node of the suite. */
    Path edge() {
        return data.resolve("edge");
    }

    /** Folder of the S3 server of {@code --store s3}. */
    Path objects() {
        return data.resolve("objects");
    }

    public Path objectStoreSecret() {
        return keys().resolve("object-store.secret");
    }

    public Path postgresPassword() {
        return keys().resolve("postgres.password");
    }

    /** Creates the folders; the exception names a folder that cannot be created or written. */
    public void create() {
        for (Path folder : new Path[] {data, data.resolve("run"), logs(), keys()}) {
            try {
                Files.createDirectories(folder);
                Files.delete(Files.createTempFile(folder, ".write", ".probe"));
            } catch (IOException e) {
                throw new SuiteException(
                        "data folder " + folder + " is not writable (" + e
                                + "); change its owner, or choose another with --data / BITCHAT_DATA",
                        e);
            }
        }
    }
}
