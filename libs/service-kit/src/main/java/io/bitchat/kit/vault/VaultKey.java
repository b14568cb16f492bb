package io.bitchat.kit.vault;

import io.bitchat.kit.keys.SecretFile;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Provides the vault's key: 32 bytes in base64, in a file that all services and replicas share. */
class VaultKey {
    private static final int KEY_BYTES = 32;

    @Produces
    @Singleton
    SecretKey key(@ConfigProperty(name = "bitchat.vault.key-file") Path file) {
        var bytes = Base64.getDecoder().decode(new SecretFile(file).readOrCreate(VaultKey::fresh));
        if (bytes.length != KEY_BYTES) {
            throw new IllegalStateException(file + " must hold " + KEY_BYTES + " bytes in base64");
        }
        return new SecretKeySpec(bytes, "AES");
    }

    private static String fresh() {
        var bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
