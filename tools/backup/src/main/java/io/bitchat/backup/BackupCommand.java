package io.bitchat.backup;

import io.bitchat.backup.archive.ArchiveWriter;
import io.bitchat.backup.archive.Archives;
import io.bitchat.backup.archive.Hashed;
import io.bitchat.backup.archive.Manifest;
import io.bitchat.backup.archive.Manifest.Part;
import io.bitchat.backup.archive.Manifest.Table;
import io.bitchat.backup.archive.Series;
import io.bitchat.backup.database.Snapshot;
import io.bitchat.backup.database.StoredObjects;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backup TARGET}: a running installation into a folder or a zip file. */
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        description = "Saves database, keys and chunks of a running installation; nothing stops meanwhile.")
final class BackupCommand implements Callable<Integer> {
    private final PrintStream out;

    @Parameters(
            paramLabel = "TARGET",
            description = {
                "a folder to be made, or a file that ends with .zip; with / at its end a folder of backups, in which",
                "this one is a zip file named by the time"
            })
    private String target = "backup";

    @Option(
            names = "--keep",
            paramLabel = "N",
            description = "of a folder of backups keep only the newest N, once this one is complete")
    private @Nullable Integer keep;

    @Mixin
    private InstallationOptions options = new InstallationOptions();

    BackupCommand(PrintStream out) {
        this.out = out;
    }

    /** @return 1 if the store had lost objects */
    @Override
    public Integer call() throws IOException, SQLException {
        if (!target.endsWith("/")) {
            if (keep != null) throw new BackupException("--keep needs a folder of backups: a TARGET that ends with /");
            return save(Path.of(target));
        }
        if (keep != null && keep < 1) throw new BackupException("--keep must be at least 1");
        var series = new Series(Path.of(target));
        int result = save(series.next(Instant.now()));
        if (keep != null) series.keep(keep).forEach(old -> out.println("deleted, as --keep says: " + old));
        return result;
    }

    private int save(Path place) throws IOException, SQLException {
        var spool = Files.createTempDirectory("bitchat-backup");
        try (var installation = options.installation();
                var archive = Archives.create(place)) {
            var manifest = save(installation, archive, spool);
            manifest.write(archive);
            archive.publish();
            tell(manifest, place);
            return manifest.missing().isEmpty() ? 0 : 1;
        } finally {
            try (var files = Files.list(spool)) {
                for (var file : files.toList()) Files.delete(file);
            }
            Files.delete(spool);
        }
    }

    private Manifest save(Installation installation, ArchiveWriter archive, Path spool)
            throws IOException, SQLException {
        var list = spool.resolve("objects");
        try (var events = new EventCopy(installation.kafka(), out);
                var snapshot = new Snapshot(installation.database())) {
            var inFlight = events.save(snapshot.takenAtMillis(), archive);
            var tables = tables(snapshot, archive);
            var keys = KeyFiles.save(installation.keys(), tables, archive);
            long objects = list(snapshot, list);
            var migrations = snapshot.migrations();
            var sequences = snapshot.sequences();
            snapshot.close(); // copying chunks takes long, and an old snapshot keeps dead rows alive
            try (var rows = new StoredObjects(installation.database())) {
                var progress = new Progress(out, "chunks", objects);
                var copy = new ChunkCopy(installation.objects(), rows, archive, progress);
                var sums = copy.copy(list, spool.resolve("sums"));
                progress.tell();
                return new Manifest(
                        Manifest.FORMAT,
                        release(),
                        snapshot.takenAt(),
                        migrations,
                        tables,
                        sequences,
                        keys,
                        sums,
                        progress.objects(),
                        inFlight,
                        copy.deletedFiles(),
                        copy.missing());
            }
        }
    }

    private static long list(Snapshot snapshot, Path list) throws IOException, SQLException {
        try (var lines = Files.newOutputStream(list)) {
            return snapshot.copyObjects(lines);
        }
    }

    private List<Table> tables(Snapshot snapshot, ArchiveWriter archive) throws IOException, SQLException {
        var tables = new ArrayList<Table>();
        for (var table : snapshot.tables().entrySet()) {
            var name = "database/" + table.getKey() + ".copy.gz";
            var hashed = new Hashed(archive.part(name));
            long rows;
            try (var zipped = new GZIPOutputStream(hashed, 1 << 16)) {
                rows = snapshot.copy(table.getKey(), table.getValue(), zipped);
            }
            tables.add(new Table(table.getKey(), table.getValue(), rows, Part.of(name, hashed.sum())));
        }
        out.printf(
                "database: %,d tables, %,d rows, as of %s%n",
                tables.size(), tables.stream().mapToLong(Table::rows).sum(), snapshot.takenAt());
        return tables;
    }

    private void tell(Manifest manifest, Path place) {
        manifest.deletedFiles().forEach(file -> out.println("left out, deleted meanwhile: " + file));
        manifest.missing().forEach(key -> out.println("MISSING in the store, although its row stands: " + key));
        out.printf(
                "backup complete: %s, %,d peers, %,d messages, %,d groups, %,d files%n",
                place,
                manifest.rowsOf("peers.peers"),
                manifest.rowsOf("messages.messages"),
                manifest.rowsOf("groups.group_chats"),
                manifest.rowsOf("files.file_transfers")
                        - manifest.deletedFiles().size());
    }

    private static String release() {
        return Objects.requireNonNullElse(BackupCommand.class.getPackage().getImplementationVersion(), "unknown");
    }
}
