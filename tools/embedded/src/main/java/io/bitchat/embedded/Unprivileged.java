package io.bitchat.embedded;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How root starts a program that refuses to run as root. In a user namespace without a mapping the process runs as the
 * overflow user nobody, and root's files appear to be its own. If the kernel forbids that, the program runs as the
 * account nobody, which then must own the files.
 */
enum Unprivileged {
    /** The user is not root: nothing to do. */
    AS_IS(""),
    /** Run in an unmapped user namespace. */
    NAMESPACE("unshare -U"),
    /** Run as the account nobody. */
    NOBODY("setpriv --reuid=65534 --regid=65534 --clear-groups");

    private static final int PROBE_SECONDS = 10;

    private final String prefix;

    Unprivileged(String prefix) {
        this.prefix = prefix;
    }

    static Unprivileged detect() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return AS_IS;
        }
        if (NAMESPACE.works()) {
            return NAMESPACE;
        }
        if (NOBODY.works()) {
            return NOBODY;
        }
        throw new EmbeddedException(
                "PostgreSQL refuses to run as root, and neither unshare nor setpriv works here; run as another user");
    }

    List<String> command(List<String> program) {
        return Stream.concat(Stream.of(prefix.split(" ")).filter(word -> !word.isEmpty()), program.stream())
                .toList();
    }

    /** Gives the tree to the account that the program runs as. */
    void own(Path tree) {
        if (this != NOBODY) {
            return;
        }
        try {
            UserPrincipal nobody =
                    tree.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
            Files.walkFileTree(tree, new Chown(nobody));
        } catch (IOException e) {
            throw new EmbeddedException("folder " + tree + " cannot be given to the account nobody: " + e, e);
        }
    }

    /** Folder of the unpacked binaries; nobody cannot enter the home folder of root. */
    Path cacheFolder() {
        return this == NOBODY
                ? Path.of("/var/cache/bitchat")
                : Path.of(System.getProperty("user.home"), ".cache", "bitchat");
    }

    private boolean works() {
        try {
            Process probe = new ProcessBuilder(command(List.of("true")))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return probe.waitFor(PROBE_SECONDS, TimeUnit.SECONDS) && probe.exitValue() == 0;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static final class Chown extends SimpleFileVisitor<Path> {
        private final UserPrincipal owner;

        Chown(UserPrincipal owner) {
            this.owner = owner;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) throws IOException {
            Files.setOwner(dir, owner);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.setOwner(file, owner);
            return FileVisitResult.CONTINUE;
        }
    }
}
