package io.bitchat.backup.archive;

import io.bitchat.backup.BackupException;
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

    private static final System.Logger LOG = System.getLogger(Series.class.getName());

    private final Path folder;

    public Series(Path folder) {
        this.folder = folder;
    }

    /**
     * The place of a backup that begins now; its folder is made if there is none. What interrupted ones have left is
     * deleted: each had a name of its own, so no later one writes over it.
     */
    public Path next(Instant now) throws IOException {
        Files.createDirectories(folder);
        try (var files = Files.list(folder)) {
            for (var partial : files.filter(Series::isPartial).toList()) discard(partial);
        }
        return folder.resolve("bitchat-" + TIME.format(now) + ".zip");
    }

    private static boolean isPartial(Path file) {
        var name = file.getFileName().toString();
        return name.endsWith(Draft.PARTIAL)
                && NAME.matcher(name.substring(0, name.length() - Draft.PARTIAL.length()))
                        .matches();
    }

    private static void discard(Path partial) throws IOException {
        var name = partial.getFileName().toString();
        var target = partial.resolveSibling(name.substring(0, name.length() - Draft.PARTIAL.length()));
        try (var draft = new Draft(target)) {
            draft.discard();
        } catch (BackupException e) {
            // it is being written by another process
            LOG.log(System.Logger.Level.DEBUG, "left alone: {0}", partial);
        }
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
