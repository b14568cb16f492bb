package io.bitchat.groups.site;

import io.bitchat.crypto.Ed25519KeyPair;
import io.bitchat.crypto.X25519KeyPair;
import io.bitchat.kit.keys.SecretFile;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The private keys of this site: 64 bytes in base64, the link key first. The file is read on first use. */
@ApplicationScoped
public class SiteKeys {
    private static final int BYTES = X25519KeyPair.BYTES + Ed25519KeyPair.SEED_BYTES;

    private final SitesConfig config;
    private @Nullable Pair keys;

    SiteKeys(SitesConfig config) {
        this.config = config;
    }

    private record Pair(X25519KeyPair link, Ed25519KeyPair signing) {}

    /** The key that authenticates its links. */
    public X25519KeyPair link() {
        return keys().link();
    }

    /** The key that signs its messages. */
    public Ed25519KeyPair signing() {
        return keys().signing();
    }

    /** The public identity of this site. */
    public SiteIdentity identity() {
        return new SiteIdentity(link().publicKey(), signing().publicKey());
    }

    private synchronized Pair keys() {
        var known = keys;
        if (known == null) {
            known = read();
            keys = known;
        }
        return known;
    }

    private Pair read() {
        var bytes = Base64.getDecoder().decode(new SecretFile(config.keyFile()).readOrCreate(SiteKeys::fresh));
        if (bytes.length != BYTES) {
            throw new IllegalStateException(config.keyFile() + " must hold " + BYTES + " bytes in base64");
        }
        return new Pair(
                X25519KeyPair.fromPrivate(Arrays.copyOf(bytes, X25519KeyPair.BYTES)),
                Ed25519KeyPair.fromSeed(Arrays.copyOfRange(bytes, X25519KeyPair.BYTES, BYTES)));
    }

    private static String fresh() {
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
