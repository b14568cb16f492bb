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
 * Nonces that a peer signs. Nothing is stored for one that is given out, so strangers can neither fill a table with them nor
 * push another's out of it: a nonce carries its end and a MAC that binds it to its peer and to the generation of its tokens.
 * Each is good for one signature; {@link UsedNonces} remembers which have served.
 *
 * <p>Layout, in base64url without padding: 8 bytes of expiry (seconds of the Unix epoch, big endian), 16 random bytes, the first
 * 16 bytes of HMAC-SHA256 over what precedes them, the generation and the peer's id.
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

    /** A new one for a peer whose tokens are of this generation. */
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

    /** Whether this was given to the peer, is not over, and is not older than its tokens' generation. */
    public boolean isGood(String peerId, long generation, String nonce) {
        if (nonce.length() != TEXT_LENGTH) return false;
        try {
            var whole = Base64.getUrlDecoder().decode(nonce);
            var said = Arrays.copyOf(whole, SAID_BYTES);
            var tag = Arrays.copyOfRange(whole, SAID_BYTES, whole.length);
            // a lenient decoder also takes other last letters: a second text would be good for a second signature
            return text(whole).equals(nonce)
                    && MessageDigest.isEqual(tag, tag(said, peerId, generation))
                    && endOf(said).isAfter(clock.instant());
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /** When a nonce that {@linkplain #isGood is good} ends. */
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
