package io.bitchat.system.rooms;

import io.bitchat.rooms.Chunking;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SplittableRandom;

/** A file that is made as it is read, so that large ones need no room. */
record MadeFile(long seed, Chunking chunking) {
    byte[] chunk(int index) {
        var content = new byte[chunking.length(index)];
        new SplittableRandom(seed + index).nextBytes(content);
        return content;
    }

    /** SHA-256 of all of it, hexadecimal. */
    String sha256() {
        var digest = digest();
        for (int i = 0; i < chunking.count(); i++) digest.update(chunk(i));
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
