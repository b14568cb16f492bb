package io.bitchat.system.sites;

import io.bitchat.bench.hostile.PlayedSite;
import io.bitchat.system.suite.Suite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The identity of a site: a name, a port, and keys that others know before it starts. */
final class Site {
    private final PlayedSite keys;
    private final int port;

    Site(String name) {
        this(PlayedSite.fresh(name));
    }

    private Site(PlayedSite keys) {
        this.keys = keys;
        this.port = freePort();
    }

    private static int freePort() {
        try (var free = new ServerSocket(0)) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same site at another port. */
    Site otherReplica() {
        return new Site(keys);
    }

    int port() {
        return port;
    }

    /** Its name and keys. */
    PlayedSite keys() {
        return keys;
    }

    /** The configuration entry for this site at other sites; port 0 for one that is never dialled. */
    String peer(int at) {
        return keys.peer(at);
    }

    Suite start(String... peers) {
        try {
            var folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "site-" + keys.name());
            var file = folder.resolve("site.key").toAbsolutePath();
            Files.writeString(file, keys.secret());
            return Suite.beside(
                    "site-" + keys.name(),
                    Map.of("BITCHAT_SITES_KEY_FILE", file.toString()),
                    "--auth",
                    "open",
                    "--rate-limit",
                    "off",
                    "--site-name",
                    keys.name(),
                    "--site-listen",
                    "127.0.0.1:" + port,
                    "--site-peers",
                    String.join(",", peers));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
