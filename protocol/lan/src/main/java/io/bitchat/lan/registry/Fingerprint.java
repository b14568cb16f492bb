package io.bitchat.lan.registry;

import io.bitchat.crypto.Ed25519PublicKey;
import io.bitchat.crypto.Sha256;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Short form of a key that two people compare: the first 16 bytes of the SHA-256 of its 32 bytes, as eight groups of four
 * lower-case hex digits with a space between them. docs/protocols/lan.md, section 4.
 */
public final class Fingerprint {
    private static final int BYTES = 16;
    private static final int GROUP_BYTES = 2;

    private Fingerprint() {}

    public static String of(Ed25519PublicKey key) {
        var digest = Sha256.digest(key.bytes().toArray());
        return IntStream.iterate(0, at -> at < BYTES, at -> at + GROUP_BYTES)
                .mapToObj(at -> HexFormat.of().formatHex(digest, at, at + GROUP_BYTES))
                .collect(Collectors.joining(" "));
    }
}
