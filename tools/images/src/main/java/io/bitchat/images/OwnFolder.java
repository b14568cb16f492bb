package io.bitchat.images;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Gives a folder and all that is in it to a user, for folders of a host, which an engine or a cluster mounts with the owner
 * that they have: the images have no shell and no chown. Never follows links, since the user may have made them, and runs
 * as root.
 */
public final class OwnFolder {
    private OwnFolder() {}

    /**
     * @param args the folder, the user and the group, as numbers
     * @throws IOException if an owner cannot be read or changed
     */
    public static void main(String[] args) throws IOException {
        var owner = new Owner(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        System.out.println(owner.take(Path.of(args[0])) + " owners changed in " + args[0]);
    }

    /** A user and a group, as the kernel numbers them. */
    record Owner(int user, int group) {
        /** Returns how many files and folders had another owner. */
        int take(Path folder) throws IOException {
            var taker = new Taker(this);
            Files.walkFileTree(folder, taker);
            return taker.changed;
        }

        private boolean owns(Path file) throws IOException {
            return Integer.valueOf(user).equals(Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS))
                    && Integer.valueOf(group).equals(Files.getAttribute(file, "unix:gid", LinkOption.NOFOLLOW_LINKS));
        }
    }

    /** Walks through the folder; a named class, since each class is packed into the images by its name. */
    static final class Taker extends SimpleFileVisitor<Path> {
        private final Owner owner;
        private int changed;

        private Taker(Owner owner) {
            this.owner = owner;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
            return visitFile(folder, attributes);
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (!owner.owns(file)) {
                Files.setAttribute(file, "unix:uid", owner.user, LinkOption.NOFOLLOW_LINKS);
                Files.setAttribute(file, "unix:gid", owner.group, LinkOption.NOFOLLOW_LINKS);
                changed++;
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
