package io.bitchat.backup;

import io.bitchat.backup.archive.ArchiveWriter;
import io.bitchat.backup.archive.Hashed;
import io.bitchat.backup.archive.Manifest.Part;
import io.bitchat.backup.archive.Manifest.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The keys without which the rest cannot be read. Passwords of servers belong to the installation, not to its data. */
final class KeyFiles {
    static final String SITE_KEY = "site.key";
    private static final String FOLDER = "keys/";
    private static final String CONTENT_KEY = "content.key";
    /** The key that each table needs. */
    private static final Map<String, String> ENCRYPTED = Map.of(
            "messages.messages", CONTENT_KEY,
            "groups.group_messages", CONTENT_KEY,
            "files.file_chunks", "files.key");

    private static final Pattern NAMES = Pattern.compile("(content|files|site)\\.key|token-signing\\.(jwk|pem)");

    private KeyFiles() {}

    /**
     * Saves the keys. A key that is missing is an error if there are rows that it has encrypted; services create a key
     * with the first of them.
     *
     * @param tables of the snapshot, which is older than the keys
     */
    static List<Part> save(Path folder, List<Table> tables, ArchiveWriter archive) throws IOException {
        ENCRYPTED.forEach((table, key) -> {
            boolean isUsed = tables.stream().anyMatch(known -> known.name().equals(table) && known.rows() > 0);
            if (!isUsed || Files.exists(folder.resolve(key))) return;
            throw new BackupException(folder + " has no " + key + ", without which " + table
                    + " cannot be read; name the folder: --keys");
        });
        var parts = new ArrayList<Part>();
        for (var name : names(folder)) {
            try (var out = new Hashed(archive.part(FOLDER + name))) {
                Files.copy(folder.resolve(name), out);
                parts.add(Part.of(FOLDER + name, out.sum()));
            }
        }
        return parts;
    }

    /** Refuses the name of a part that is no key: it would be written beside or outside of the folder of the keys. */
    static void requireKnown(String part) {
        if (part.startsWith(FOLDER)
                && NAMES.matcher(part.substring(FOLDER.length())).matches()) return;
        throw new BackupException("the backup has a key of an unknown name: " + part);
    }

    /** Puts keys in place, each at once. A key that was there is kept beside it, with the ending {@code .replaced}. */
    static void restore(Path archive, List<Part> parts, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (var part : parts) {
            var source = archive.resolve(part.name());
            var target = folder.resolve(nameOf(part));
            var draft = Files.createTempFile(
                    folder,
                    ".restored",
                    "",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(draft, Files.readAllBytes(source));
            if (Files.exists(target) && Files.mismatch(draft, target) >= 0) {
                Files.copy(
                        target,
                        folder.resolve(target.getFileName() + ".replaced"),
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The name of a key within its folder. */
    static String nameOf(Part part) {
        return part.name().substring(FOLDER.length());
    }

    private static List<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> NAMES.matcher(name).matches())
                    .sorted()
                    .toList();
        }
    }
}
