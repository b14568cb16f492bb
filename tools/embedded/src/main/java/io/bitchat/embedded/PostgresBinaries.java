package io.bitchat.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The PostgreSQL 17 programs for this platform, unpacked once per machine and version. */
public final class PostgresBinaries {
    private static final int OWNER_EXECUTE = 0b001_000_000;

    private final Path home;

    private PostgresBinaries(Path home) {
        this.home = home;
    }

    /** Unpacks into the user's cache folder, usually {@code ~/.cache/bitchat}. */
    public static PostgresBinaries unpack() {
        return unpackInto(Unprivileged.detect().cacheFolder());
    }

    /**
     * Unpacks under {@code cache} unless that was done before. Concurrent callers, even in other processes, wait for
     * the first. The folder appears complete or not at all.
     */
    public static PostgresBinaries unpackInto(Path cache) {
        String archive = archiveName();
        Path home = cache.resolve("postgres-" + version());
        if (!Files.isDirectory(home)) {
            unpackOnce(archive, cache, home);
        }
        return new PostgresBinaries(home);
    }

    /** The path of a program such as {@code initdb}. */
    public Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    private static void unpackOnce(String archive, Path cache, Path home) {
        try {
            Files.createDirectories(cache);
            try (FileChannel lock = FileChannel.open(
                            cache.resolve("postgres.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var _ = lock.lock()) {
                if (Files.isDirectory(home)) {
                    return;
                }
                Path fresh = home.resolveSibling(home.getFileName() + ".new");
                Folders.delete(fresh);
                extract(archive, fresh);
                Files.move(fresh, home);
            }
        } catch (IOException e) {
            throw new EmbeddedException(
                    "PostgreSQL cannot be unpacked into " + cache + " (" + e
                            + "); free space there or make it writable",
                    e);
        }
    }

    private static void extract(String archive, Path target) throws IOException {
        try (InputStream packed = open(archive);
                var tar = new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(packed)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                write(tar, entry, target);
            }
        }
    }

    private static void write(InputStream content, TarArchiveEntry entry, Path target) throws IOException {
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
            throw new IOException("entry outside the archive: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.resolveSibling("."));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
            Files.copy(content, path);
            markExecutable(path, entry.getMode());
        }
    }

    private static void markExecutable(Path path, int mode) throws IOException {
        if ((mode & OWNER_EXECUTE) == 0) {
            return;
        }
        Set<PosixFilePermission> permissions =
                EnumSet.copyOf(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
        permissions.add(PosixFilePermission.OWNER_EXECUTE);
        permissions.add(PosixFilePermission.GROUP_EXECUTE);
        permissions.add(PosixFilePermission.OTHERS_EXECUTE);
        Files.setPosixFilePermissions(path, permissions);
    }

    private static InputStream open(String archive) {
        InputStream stream = PostgresBinaries.class.getResourceAsStream("/" + archive);
        if (stream == null) {
            throw new EmbeddedException("no PostgreSQL for this platform: " + archive
                    + " is not on the class path; use a Linux or macOS machine, or point the services at a server");
        }
        return stream;
    }

    private static String version() {
        var versions = new Properties();
        try (InputStream stream = PostgresBinaries.class.getResourceAsStream("versions.properties")) {
            versions.load(Objects.requireNonNull(stream, "versions.properties"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return versions.getProperty("postgres.version", "17");
    }

    private static String archiveName() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
        String arch =
                switch (System.getProperty("os.arch")) {
                    case "aarch64" -> "arm_64";
                    default -> "x86_64";
                };
        return "postgres-" + os + "-" + arch + ".txz";
    }
}
