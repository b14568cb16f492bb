package io.bitchat.backup.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bitchat.backup.BackupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a backup has, in {@code manifest.json}, which is written last.
 *
 * @param format of the backup, {@value #FORMAT}
 * @param release of the tool that made it
 * @param takenAt time of the snapshot, RFC 3339
 * @param migrations of each schema, as {@code version:checksum}
 * @param tables in an order in which they can be loaded
 * @param sequences last value of each identity column, by {@code schema.table.column}
 * @param keys files of keys
 * @param chunks the list of all objects, {@code chunks.sha256}
 * @param objects number of objects
 * @param events events that were on Kafka and perhaps not consumed; null if Kafka did not answer
 * @param deletedFiles files that were deleted after the snapshot: their rows must go as well
 * @param missing objects that the store had lost before
 */
public record Manifest(
        int format,
        String release,
        String takenAt,
        Map<String, List<String>> migrations,
        List<Table> tables,
        Map<String, Long> sequences,
        List<Part> keys,
        Part chunks,
        long objects,
        @Nullable Part events,
        List<String> deletedFiles,
        List<String> missing) {
    public static final int FORMAT = 1;
    private static final String NAME = "manifest.json";
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** A file of the backup with the SHA-256 of its bytes. */
    public record Part(String name, long bytes, String sha256) {
        public static Part of(String name, Hashed.Sum sum) {
            return new Part(name, sum.bytes(), sum.hash());
        }
    }

    /** @param name with its schema */
    public record Table(String name, List<String> columns, long rows, Part part) {}

    public long rowsOf(String table) {
        return tables.stream()
                .filter(known -> known.name().equals(table))
                .mapToLong(Table::rows)
                .sum();
    }

    public void write(ArchiveWriter archive) throws IOException {
        try (var out = archive.part(NAME)) {
            out.write(JSON.writeValueAsBytes(this));
        }
    }

    public static Manifest read(Path root) {
        var file = root.resolve(NAME);
        if (!Files.exists(file)) throw new BackupException(root + " is no backup: it has no " + NAME);
        try {
            var manifest = JSON.readValue(Files.readAllBytes(file), Manifest.class);
            if (manifest.format() == FORMAT) return manifest;
            throw new BackupException("the backup has format " + manifest.format() + ", this release reads " + FORMAT);
        } catch (JsonProcessingException e) {
            throw new BackupException(file + " cannot be read: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
