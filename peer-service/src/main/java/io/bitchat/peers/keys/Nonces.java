package io.bitchat.peers.keys;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Nonces that peers sign. Issued nonces are not stored, so strangers can neither fill a table nor evict nonces of
 * others. A nonce carries its expiry and a MAC that binds it to its peer and to the peer's token generation. Each is
 * valid for one signature; {@link UsedNonces} stores the used ones.
 *
 * <p>Layout, in base64url without padding: 8 bytes of expiry (Unix time in seconds, big endian), 16 random bytes, the
 * first 16 bytes of HMAC-SHA256 over the preceding 24 bytes, the generation (8 bytes, big endian) and the peer's id
 * (UTF-8).
 */
@ApplicationScoped
public class Nonces {
    private static final String PURPOSE = "bitchat-nonce-v1";
    private static final int RANDOM_BYTES = 16;
    private static final int SAID_BYTES = Long.BYTES + RANDOM_BYTES;
    private static final int TAG_BYTES = 16;
    private static final int TEXT_LENGTH = 54;

    private final SecretKeySpec secret;
    private final IdentityConfig config;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    public Nonces(SigningKey key, IdentityConfig config, InstantSource clock) {
        this.secret = new SecretKeySpec(key.derive(PURPOSE), "HmacSHA256");
        this.config = config;
        this.clock = clock;
    }

    /**
     * A nonce to sign.
     *
     * @param text 54 characters of base64url
     */
    public record Nonce(String text, Instant expiresAt) {}

    /** Issues a nonce for a peer with this token generation. */
    public Nonce issue(String peerId, long generation) {
        var expiresAt = clock.instant().plus(config.challengeLife()).truncatedTo(ChronoUnit.SECONDS);
        var filler = new byte[RANDOM_BYTES];
        random.nextBytes(filler);
        var said = ByteBuffer.allocate(SAID_BYTES)
                .putLong(expiresAt.getEpochSecond())
                .put(filler)
                .array();
        var whole = Arrays.copyOf(said, SAID_BYTES + TAG_BYTES);
        System.arraycopy(tag(said, peerId, generation), 0, whole, SAID_BYTES, TAG_BYTES);
        return new Nonce(text(whole), expiresAt);
    }

    private static String text(byte[] whole) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    }

    /** Returns true if the nonce was issued to this peer in this token generation and has not expired. */
    public boolean isGood(String peerId, long generation, String nonce) {
        if (nonce.length() != TEXT_LENGTH) return false;
        try {
            var whole = Base64.getUrlDecoder().decode(nonce);
            var said = Arrays.copyOf(whole, SAID_BYTES);
            var tag = Arrays.copyOfRange(whole, SAID_BYTES, whole.length);
            // a lenient decoder accepts several last characters: each variant would allow one more signature
            return text(whole).equals(nonce)
                    && MessageDigest.isEqual(tag, tag(said, peerId, generation))
                    && endOf(said).isAfter(clock.instant());
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /** Expiry of a nonce that {@linkplain #isGood is good}. */
    static Instant endOf(String nonce) {
        return endOf(Base64.getUrlDecoder().decode(nonce));
    }

    private static Instant endOf(byte[] said) {
        return Instant.ofEpochSecond(ByteBuffer.wrap(said).getLong());
    }

    private byte[] tag(byte[] said, String peerId, long generation) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            mac.update(said);
            mac.update(ByteBuffer.allocate(Long.BYTES).putLong(generation).array());
            mac.update(peerId.getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(mac.doFinal(), TAG_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
