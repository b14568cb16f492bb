package io.bitchat.launcher.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** A password of the suite: created once per data folder, readable by its owner only. */
public final class PasswordFile {
    private static final int BYTES = 24;

    private PasswordFile() {}

    /** The password of the database. */
    public static String of(SuiteFiles files) {
        return of(files.postgresPassword());
    }

    /** Reads the password; creates the file first if it is missing. */
    public static String of(Path file) {
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new SuiteException("password file " + file + " cannot be used (" + e + "); change its owner", e);
        }
    }

    private static void create(Path file) throws IOException {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Files.createFile(file, ownerOnly);
        Files.writeString(file, Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }
}
