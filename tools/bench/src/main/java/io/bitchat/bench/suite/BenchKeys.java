package io.bitchat.bench.suite;

import io.bitchat.api.Ed25519Signer;
import io.bitchat.api.Signer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.util.HexFormat;
import java.util.Optional;

/** Ed25519 keys of the bench's peers, all derived from one secret, so that a later run can use the same peers. */
public final class BenchKeys {
    private static final int SECRET_BYTES = 32;

    private final byte[] secret;

    private BenchKeys(byte[] secret) {
        this.secret = secret;
    }

    /** Stores the secret in the data folder; without a folder, every run has its own. */
    public static BenchKeys of(Optional<Path> data) {
        return data.map(folder -> read(folder.resolve("keys").resolve("bench.secret")))
                .orElseGet(() -> new BenchKeys(random()));
    }

    private static BenchKeys read(Path file) {
        try {
            if (Files.exists(file)) {
                return new BenchKeys(
                        HexFormat.of().parseHex(Files.readString(file).trim()));
            }
            byte[] created = random();
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, HexFormat.of().formatHex(created), StandardOpenOption.WRITE);
            return new BenchKeys(created);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] random() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    /** Part of the names of peers that outlive a run; derived from the secret. */
    public String tag() {
        return HexFormat.of().formatHex(derive("tag"), 0, 4);
    }

    /** The key of a peer; the same in every run with the same secret. */
    public Signer of(String peerId) {
        return Ed25519Signer.of(pair(peerId));
    }

    private KeyPair pair(String peerId) {
        try {
            var generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(NamedParameterSpec.ED25519, new Derived(derive("key:" + peerId)));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] derive(String label) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(secret);
            return digest.digest(label.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the derived bytes instead of random ones, so that key generation is deterministic. */
    private static final class Derived extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private final byte[] bytes;

        Derived(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void nextBytes(byte[] out) {
            ByteBuffer.wrap(bytes).get(out);
        }
    }
}
