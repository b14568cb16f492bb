package io.bitchat.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class BytesTest {
    @Property(tries = 100)
    void hexAndBack(@ForAll byte[] content) {
        assertThat(Bytes.fromHex(Bytes.copyOf(content).hex())).isEqualTo(Bytes.copyOf(content));
    }

    @Test
    void neitherTheSourceNorACopyReachesTheInside() {
        var source = new byte[] {1, 2};
        var bytes = Bytes.copyOf(source);
        source[0] = 9;
        bytes.toArray()[1] = 9;

        assertThat(bytes).isEqualTo(Bytes.fromHex("0102"));
        assertThatThrownBy(() -> bytes.toBuffer().put((byte) 9)).isInstanceOf(ReadOnlyBufferException.class);
    }

    @Test
    void copiesWhatRemainsOfABuffer() {
        var buffer = ByteBuffer.wrap(new byte[] {1, 2, 3, 4}).position(1).limit(3);

        assertThat(Bytes.copyOf(buffer)).isEqualTo(Bytes.fromHex("0203"));
        assertThat(buffer.position()).isEqualTo(1);
    }

    @Test
    void slicesWithinBounds() {
        var bytes = Bytes.fromHex("010203");

        assertThat(bytes.slice(1, 3)).isEqualTo(Bytes.fromHex("0203"));
        assertThatThrownBy(() -> bytes.slice(1, 4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> bytes.slice(2, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void orderIsThatOfUnsignedNumbers() {
        assertThat(Bytes.fromHex("7f")).isLessThan(Bytes.fromHex("80"));
        assertThat(Bytes.fromHex("80")).isLessThan(Bytes.fromHex("8000"));
    }
}
