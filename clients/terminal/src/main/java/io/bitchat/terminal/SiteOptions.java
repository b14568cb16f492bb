package io.bitchat.terminal;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The site, and the peer that uses it. */
public final class SiteOptions {
    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "${env:BITCHAT_URL:-http://localhost:${env:BITCHAT_PORT:-8000}}",
            description = "the site (default: BITCHAT_URL, or http://localhost:8000)")
    public URI url = URI.create("http://localhost:8000");

    @Option(
            names = "--as",
            paramLabel = "PEER",
            defaultValue = "${env:BITCHAT_PEER:-${sys:user.name}}",
            description = "who you are (default: BITCHAT_PEER, or your user name)")
    public String peer = "";

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            defaultValue = "${env:BITCHAT_TOKEN:-}",
            description = "a token of yours (default: BITCHAT_TOKEN, or one that your key gets)")
    String token = "";

    @Option(names = "--home", hidden = true, description = "instead of the home folder")
    @Nullable
    Path home;

    Optional<String> givenToken() {
        return Optional.of(token).filter(text -> !text.isBlank());
    }

    /** Folder of the peers' keys. */
    Path keys() {
        return folder("XDG_CONFIG_HOME", ".config").resolve("keys");
    }

    /** Folder of the notes about unfinished uploads. */
    public Path uploads() {
        return folder("XDG_STATE_HOME", Path.of(".local", "state").toString()).resolve("uploads");
    }

    /** Folder of the notes about files that are offered to others. */
    public Path offers() {
        return uploads().resolveSibling("offers");
    }

    private Path folder(String variable, String otherwise) {
        if (home != null) return home.resolve("bitchat");
        var given = System.getenv(variable);
        var base =
                given == null || given.isBlank() ? Path.of(System.getProperty("user.home"), otherwise) : Path.of(given);
        return base.resolve("bitchat");
    }
}
