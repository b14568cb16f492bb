package io.bitchat.backup.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** Backups in one folder, each a zip file named by the time when it began. Other files of the folder are left alone. */
public final class Series {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern NAME = Pattern.compile("bitchat-[0-9]{8}T[0-9]{6}Z\\.zip");

    private final Path folder;

    public Series(Path folder) {
        this.folder = folder;
    }

    /** The place of a backup that begins now; its folder is made if there is none. */
    public Path next(Instant now) throws IOException {
        Files.createDirectories(folder);
        return folder.resolve("bitchat-" + TIME.format(now) + ".zip");
    }

    /** Deletes all but the newest; returns what was deleted. */
    public List<Path> keep(int newest) throws IOException {
        List<Path> deleted = new ArrayList<>();
        try (var files = Files.list(folder)) {
            var old = files.filter(
                            file -> NAME.matcher(file.getFileName().toString()).matches())
                    .sorted(Comparator.<Path>naturalOrder().reversed())
                    .skip(newest)
                    .toList();
            for (var file : old) {
                Files.delete(file);
                deleted.add(file);
            }
        }
        return deleted;
    }
}
