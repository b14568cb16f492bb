package io.bitchat.jobs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Creates the secrets of an installation that has none yet: random passwords of PostgreSQL and of the S3 server, and the
 * keys that several services share. Services create the rest themselves. What exists is kept.
 */
@Command(
        name = "secrets",
        mixinStandardHelpOptions = true,
        description = "Creates missing passwords and keys in a folder; keeps what exists.")
final class SecretsCommand implements Callable<Integer> {
    /** Passwords in hexadecimal, so that they can be part of a URL; keys in base64. */
    private static final List<String> PASSWORDS = List.of("postgres-password", "s3-secret");

    private static final List<String> KEYS = List.of("content.key", "files.key");
    private static final int PASSWORD_BYTES = 24;
    private static final int KEY_BYTES = 32;

    private final SecureRandom random = new SecureRandom();

    @Parameters(paramLabel = "FOLDER", description = "folder of the secrets")
    private Path folder = Path.of("/keys");

    @Override
    public Integer call() {
        try {
            for (var name : PASSWORDS) create(name, HexFormat.of().formatHex(bytes(PASSWORD_BYTES)));
            for (var name : KEYS) create(name, Base64.getEncoder().encodeToString(bytes(KEY_BYTES)));
            return 0;
        } catch (IOException e) {
            System.err.println("cannot create the secrets in " + folder + ": " + e);
            return 1;
        }
    }

    private byte[] bytes(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** The file gets its name when it is complete and on disk, so that a crash leaves no half of a key. */
    private void create(String name, String secret) throws IOException {
        var file = folder.resolve(name);
        if (Files.exists(file)) {
            System.out.println("kept " + name);
            return;
        }
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var draft = Files.createTempFile(folder, ".secret", "", owner);
        Files.writeString(draft, secret);
        try (var channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        System.out.println("created " + name);
    }
}
