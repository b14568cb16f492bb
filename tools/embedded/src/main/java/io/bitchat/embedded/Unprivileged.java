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
 * How a program that refuses to run as root is started by root. A user namespace without a mapping makes the process
 * look like nobody, and the files of root like its own; where the kernel forbids that, the account nobody is used and
 * is given the files.
 */
enum Unprivileged {
    /** This user is not root: nothing to do. */
    AS_IS(""),
    /** An unmapped user namespace. */
    NAMESPACE("unshare -U"),
    /** The account nobody. */
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

    /** Gives the tree to the account that the program will run as. */
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

    /** Where unpacked binaries lie: nobody may not enter the home folder of root. */
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
