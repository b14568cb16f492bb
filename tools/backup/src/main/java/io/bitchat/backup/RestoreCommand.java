package io.bitchat.backup;

import io.bitchat.backup.archive.Archives;
import io.bitchat.backup.archive.Hashed;
import io.bitchat.backup.archive.Manifest;
import io.bitchat.backup.archive.Manifest.Part;
import io.bitchat.backup.archive.Manifest.Table;
import io.bitchat.backup.database.Restoration;
import io.bitchat.backup.events.SavedEvent;
import io.bitchat.backup.store.ObjectStore;
import io.bitchat.kube.ServiceAccount;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code restore SOURCE}: a backup into a new installation. The rows become visible with the last step, the commit. So a
 * restoration that was interrupted can be repeated.
 */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = "Puts a backup into a new installation, which was started once and not used; then restart it.")
final class RestoreCommand implements Callable<Integer> {
    private final PrintStream out;

    @Parameters(paramLabel = "SOURCE", description = "a folder or zip file that backup has made")
    private Path source = Path.of("backup");

    @Option(
            names = "--site-key",
            description = "restore the identity among other sites, too; only if the old installation had stopped before"
                    + " the backup")
    private boolean siteKey;

    @Option(
            names = "--key-secret",
            paramLabel = "NAME",
            description = "in a pod: put the keys into this Secret of its namespace, with its service account, and not"
                    + " into the folder of the keys")
    private @Nullable String keySecret;

    @Mixin
    private InstallationOptions options = new InstallationOptions();

    RestoreCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws IOException, SQLException {
        try (var archive = Archives.open(source);
                var installation = options.installation()) {
            var manifest = Manifest.read(archive.root());
            verify(archive.root(), manifest);
            try (var restoration = new Restoration(installation.database())) {
                restoration.requireMigrations(manifest.migrations());
                restoration.requireEmpty();
                for (var table : manifest.tables()) restoration.requireKnown(table.name(), table.columns());
                chunks(archive.root(), manifest, installation.objects());
                tables(archive.root(), manifest, restoration);
                if (manifest.events() != null)
                    events(archive.root().resolve(manifest.events().name()), restoration);
                keys(archive.root(), manifest, installation.keys());
                restoration.commit();
            }
            out.printf(
                    "restored: %,d peers, %,d messages, %,d groups, %,d objects of files; restart the installation now%n",
                    manifest.rowsOf("peers.peers"),
                    manifest.rowsOf("messages.messages"),
                    manifest.rowsOf("groups.group_chats"),
                    manifest.objects());
            return 0;
        }
    }

    /** Reads everything before anything is written. */
    private void verify(Path root, Manifest manifest) throws IOException {
        for (var table : manifest.tables()) verify(root, table.part());
        for (var key : manifest.keys()) {
            KeyFiles.requireKnown(key.name());
            verify(root, key);
        }
        verify(root, manifest.chunks());
        if (manifest.events() != null) verify(root, manifest.events());
        var progress = new Progress(out, "verified", manifest.objects());
        try (var lines = Files.newBufferedReader(root.resolve(manifest.chunks().name()))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var object = Sum.of(line);
                progress.add(verify(root, ChunkCopy.FOLDER + object.key(), object.hash()));
            }
        }
        if (progress.objects() != manifest.objects()) {
            throw new BackupException("the backup names " + progress.objects() + " objects, not " + manifest.objects());
        }
        progress.tell();
    }

    private static void verify(Path root, Part part) throws IOException {
        verify(root, part.name(), part.sha256());
    }

    private static long verify(Path root, String name, String hash) throws IOException {
        var file = root.resolve(name).normalize();
        if (!file.startsWith(root.normalize())) {
            throw new BackupException("the backup names a file outside of itself: " + name);
        }
        if (!Files.exists(file)) throw new BackupException("the backup has no " + name + ": it is not complete");
        try (var in = Files.newInputStream(file)) {
            var sum = Hashed.of(in);
            if (sum.hash().equals(hash)) return sum.bytes();
            throw new BackupException(
                    name + " of the backup is damaged: its SHA-256 is " + sum.hash() + ", not " + hash);
        }
    }

    private void chunks(Path root, Manifest manifest, ObjectStore objects) throws IOException {
        var deleted = new HashSet<>(manifest.deletedFiles());
        var progress = new Progress(out, "chunks", manifest.objects());
        try (var lines = Files.newBufferedReader(root.resolve(manifest.chunks().name()))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var key = Sum.of(line).key();
                if (deleted.contains(key.substring(0, key.indexOf('/')))) continue;
                var file = root.resolve(ChunkCopy.FOLDER + key);
                try (var in = Files.newInputStream(file)) {
                    objects.put(key, in);
                }
                progress.add(Files.size(file));
            }
        }
        progress.tell();
    }

    private void tables(Path root, Manifest manifest, Restoration restoration) throws IOException, SQLException {
        long rows = 0;
        for (Table table : manifest.tables()) {
            try (var in = new GZIPInputStream(
                    Files.newInputStream(root.resolve(table.part().name())))) {
                rows += restoration.load(table.name(), table.columns(), in);
            }
        }
        restoration.continueSequences(manifest.sequences());
        restoration.forget(manifest.deletedFiles());
        out.printf("database: %,d tables, %,d rows%n", manifest.tables().size(), rows);
    }

    /** Negative ids come before those of the snapshot's outboxes. */
    private void events(Path file, Restoration restoration) throws IOException, SQLException {
        long id = Long.MIN_VALUE / 2;
        try (var lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                restoration.publish(SavedEvent.parse(line), id++);
            }
        }
        out.printf("events: %,d, to be published by the restored services%n", id - Long.MIN_VALUE / 2);
    }

    private void keys(Path root, Manifest manifest, Path folder) throws IOException {
        var wanted = manifest.keys().stream()
                .filter(part -> siteKey || !part.name().endsWith("/" + KeyFiles.SITE_KEY))
                .toList();
        if (keySecret == null) KeyFiles.restore(root, wanted, folder);
        else new KeySecret(ServiceAccount.ofPod(), keySecret).restore(root, wanted);
        out.printf("keys: %d%n", wanted.size());
        if (wanted.size() < manifest.keys().size()) {
            out.println("site.key was not restored: other sites would ban a site that goes back in time"
                    + " (docs/operations.md, Backup and restore)");
        }
    }

    /** A line of the list of objects. */
    private record Sum(String hash, String key) {
        /** Nothing else may name a place in the store: a backup may come from somebody else. */
        private static final Pattern LINE =
                Pattern.compile("([0-9a-f]{64})  ([A-Za-z0-9_-]{1,128}/(?:chunks/chunk|tus/tail)_[0-9]{6,10})");

        static Sum of(String line) {
            var parts = LINE.matcher(line);
            if (parts.matches()) return new Sum(parts.group(1), parts.group(2));
            throw new BackupException("a line of the list of objects cannot be read: " + line);
        }
    }
}
