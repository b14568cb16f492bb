package io.bitchat.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ChaCha20Poly1305Test {
    private static final byte[] NONCE = new byte[12];
    private static final byte[] NOTHING = {};

    private final ChaCha20Poly1305 aead = new ChaCha20Poly1305(key(1));

    @Property(tries = 200)
    void opensWhatItSealed(@ForAll @Size(max = 300) byte[] plaintext, @ForAll @Size(max = 40) byte[] associated) {
        var fresh = new ChaCha20Poly1305(key(2));
        var sealed = fresh.seal(NONCE, associated, plaintext);

        assertThat(sealed).hasSize(plaintext.length + 16);
        assertThat(fresh.open(NONCE, associated, sealed)).hasValue(plaintext);
    }

    @Test
    void everyBitCounts() {
        var sealed = aead.seal(NONCE, NOTHING, new byte[] {1, 2, 3});
        for (int bit = 0; bit < 8 * sealed.length; bit++) {
            var damaged = sealed.clone();
            damaged[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(aead.open(NONCE, NOTHING, damaged)).as("bit " + bit).isEmpty();
        }
    }

    @Test
    void opensOnlyUnderTheSameKeyNonceAndData() {
        var sealed = aead.seal(NONCE, NOTHING, new byte[] {1, 2, 3});
        var otherNonce = new byte[12];
        otherNonce[11] = 1;

        assertThat(new ChaCha20Poly1305(key(2)).open(NONCE, NOTHING, sealed)).isEmpty();
        assertThat(aead.open(otherNonce, NOTHING, sealed)).isEmpty();
        assertThat(aead.open(NONCE, new byte[] {0}, sealed)).isEmpty();
        assertThat(aead.open(NONCE, NOTHING, sealed)).isPresent();
    }

    @Test
    void whatIsShorterThanATagOpensToNothing() {
        for (int length = 0; length < 16; length++)
            assertThat(aead.open(NONCE, NOTHING, new byte[length])).isEmpty();
    }

    @Test
    void nothingIsReleasedThatIsNotAuthentic() {
        var sealed = aead.seal(NONCE, NOTHING, key(3));
        sealed[0] ^= 1;
        var out = ByteBuffer.allocate(32);

        assertThat(aead.open(NONCE, NOTHING, ByteBuffer.wrap(sealed), out)).isFalse();
        assertThat(out.array()).containsOnly(0);
    }

    @Test
    void refusesToSealTwiceInARowUnderOneNonce() {
        aead.seal(NONCE, NOTHING, NOTHING);

        assertThatThrownBy(() -> aead.seal(NONCE, NOTHING, NOTHING)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesKeysAndRoomOfTheWrongSize() {
        assertThatThrownBy(() -> new ChaCha20Poly1305(new byte[31])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> aead.seal(NONCE, NOTHING, ByteBuffer.allocate(3), ByteBuffer.allocate(18)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isOfNoUseWithoutItsKey() {
        aead.wipe();

        assertThatThrownBy(() -> aead.seal(NONCE, NOTHING, NOTHING)).isInstanceOf(IllegalStateException.class);
    }

    private static byte[] key(long seed) {
        var key = new byte[32];
        new Random(seed).nextBytes(key);
        return key;
    }
}
