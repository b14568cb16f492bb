package io.bitchat.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/** What an installation needs to be a site: a name, a port, and keys that others know before it starts. */
final class Site {
    private static final int KEY_BYTES = 32;

    private final String name;
    private final int port;
    private final KeyPair link;
    private final KeyPair signing;

    Site(String name) {
        this.name = name;
        try (var free = new ServerSocket(0)) {
            this.port = free.getLocalPort();
            this.link = KeyPairGenerator.getInstance("X25519").generateKeyPair();
            this.signing = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Site(Site first) {
        this.name = first.name;
        this.port = freePort();
        this.link = first.link;
        this.signing = first.signing;
    }

    private static int freePort() {
        try (var free = new ServerSocket(0)) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same site, reached at another port. */
    Site otherReplica() {
        return new Site(this);
    }

    int port() {
        return port;
    }

    /** How another site is configured with this one; port 0 for one that is only waited for. */
    String peer(int at) {
        var address = at == 0 ? "" : "127.0.0.1:" + at;
        return name + "=" + address + "/"
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(both(
                                link.getPublic().getEncoded(),
                                signing.getPublic().getEncoded()));
    }

    Suite start(String... peers) {
        try {
            var folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "site-" + name);
            var file = folder.resolve("site.key").toAbsolutePath();
            var keys = both(link.getPrivate().getEncoded(), signing.getPrivate().getEncoded());
            Files.writeString(file, Base64.getEncoder().encodeToString(keys));
            return Suite.beside(
                    "site-" + name,
                    Map.of("BITCHAT_SITES_KEY_FILE", file.toString()),
                    "--auth",
                    "open",
                    "--rate-limit",
                    "off",
                    "--site-name",
                    name,
                    "--site-listen",
                    "127.0.0.1:" + port,
                    "--site-peers",
                    String.join(",", peers));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The raw keys are the last octets of their encodings (RFC 8410). */
    private static byte[] both(byte[] one, byte[] other) {
        return ByteBuffer.allocate(2 * KEY_BYTES).put(raw(one)).put(raw(other)).array();
    }

    private static byte[] raw(byte[] encoded) {
        return Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length);
    }
}
