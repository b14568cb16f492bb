package io.bitchat.architecture;

import java.nio.file.Path;

/** The checkout whose sources and classes are examined. */
final class Repository {
    private Repository() {}

    static Path root() {
        return Path.of(System.getProperty("bitchat.root", "../.."))
                .toAbsolutePath()
                .normalize();
    }
}
