package io.bitchat.backup.archive;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Counts and hashes what is written. */
public final class Hashed extends FilterOutputStream {
    private final MessageDigest digest;
    private long bytes;

    /** @param hash SHA-256 in hexadecimal digits */
    public record Sum(long bytes, String hash) {}

    public Hashed(OutputStream out) {
        this(out, sha256());
    }

    private Hashed(OutputStream out, MessageDigest digest) {
        super(new DigestOutputStream(out, digest));
        this.digest = digest;
    }

    /** Reads to the end. */
    public static Sum of(InputStream in) throws IOException {
        var hashed = new Hashed(OutputStream.nullOutputStream());
        in.transferTo(hashed);
        return hashed.sum();
    }

    /** Of all that was written; asked once. */
    public Sum sum() {
        return new Sum(bytes, HexFormat.of().formatHex(digest.digest()));
    }

    @Override
    public void write(int octet) throws IOException {
        out.write(octet);
        bytes++;
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        out.write(octets, offset, length);
        bytes += length;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
