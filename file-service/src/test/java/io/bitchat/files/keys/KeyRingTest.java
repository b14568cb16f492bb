package io.bitchat.files.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;

class KeyRingTest {
    private static final String OLD = line(1);
    private static final String NEW = line(2);

    @Test
    void aWrappedKeyIsOpenedForItsFileOnly() {
        var ring = new KeyRing(OLD, "test");
        var key = ring.newKey();

        var wrapped = ring.wrap("file_a", key);

        assertThat(wrapped.bytes()).hasSize(60);
        assertThat(ring.unwrap("file_a", wrapped).toBytes()).isEqualTo(key.toBytes());
        assertThatThrownBy(() -> ring.unwrap("file_b", wrapped)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void afterARotationTheOldKeyStillOpensAndTheNewOneWraps() {
        var before = new KeyRing(OLD, "test");
        var key = before.newKey();
        var wrapped = before.wrap("file_a", key);

        var after = new KeyRing(NEW + "\n" + OLD + "\n", "test");

        assertThat(after.unwrap("file_a", wrapped).toBytes()).isEqualTo(key.toBytes());
        assertThat(after.current()).isNotEqualTo(before.current());
        assertThat(after.wrap("file_a", key).by()).isEqualTo(after.current());
    }

    @Test
    void aKeyThatIsGoneIsNamed() {
        var before = new KeyRing(OLD, "test");
        var wrapped = before.wrap("file_a", before.newKey());

        assertThatThrownBy(() -> new KeyRing(NEW, "test").unwrap("file_a", wrapped))
                .hasMessageContaining(before.current())
                .hasMessageContaining("key file");
    }

    @Test
    void aKeyFileThatHoldsSomethingElseIsNamed() {
        assertThatThrownBy(() -> new KeyRing("c2hvcnQ=", "files.key")).hasMessageContaining("files.key");
        assertThatThrownBy(() -> new KeyRing("not base64 !", "files.key")).hasMessageContaining("32 bytes in base64");
        assertThatThrownBy(() -> new KeyRing("", "files.key")).hasMessageContaining("no key");
    }

    private static String line(int fill) {
        var bytes = new byte[32];
        java.util.Arrays.fill(bytes, (byte) fill);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
