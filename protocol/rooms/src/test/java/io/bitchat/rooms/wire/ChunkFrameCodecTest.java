package io.bitchat.rooms.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.bitchat.crypto.Bytes;
import io.bitchat.rooms.Chunking;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkFrameCodecTest {
    private static final UUID TRANSFER = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

    @Test
    void writesEachByteWhereTheDocumentSays() {
        var encoded = ChunkFrameCodec.encode(ChunkFrame.of(TRANSFER, 0xfffffffeL, Bytes.fromHex("616263")));

        assertThat(HexFormat.of().formatHex(encoded))
                .isEqualTo("11"
                        + "00112233445566778899aabbccddeeff"
                        + "fffffffe"
                        // SHA-256 of "abc", from FIPS 180-4
                        + "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
                        + "616263");
    }

    @Property(tries = 300)
    void readsWhatItWrites(
            @ForAll long most,
            @ForAll long least,
            @ForAll @LongRange(max = ChunkHeader.MAX_INDEX) long index,
            @ForAll @Size(min = 1, max = 300) byte[] content) {
        var frame = ChunkFrame.of(new UUID(most, least), index, Bytes.copyOf(content));
        var encoded = ChunkFrameCodec.encode(frame);

        assertThat(ChunkFrameCodec.decode(ByteBuffer.wrap(encoded))).isEqualTo(new Decoded.Complete<>(frame));
        assertThat(ChunkFrameCodec.decodeHeader(ByteBuffer.wrap(encoded)))
                .isEqualTo(new Decoded.Complete<>(frame.header()));
        assertThat(frame.isIntact()).isTrue();
    }

    @Property(tries = 300)
    void noticesAnyFlippedBitOfTheContent(@ForAll @Size(min = 1, max = 100) byte[] content, @ForAll int where) {
        var encoded = ChunkFrameCodec.encode(ChunkFrame.of(TRANSFER, 3, Bytes.copyOf(content)));
        int bit = Math.floorMod(where, content.length * 8);
        encoded[ChunkFrameCodec.HEADER_BYTES + bit / 8] ^= (byte) (1 << bit % 8);

        assertThat(decoded(encoded).isIntact()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 20, 52, ChunkFrameCodec.HEADER_BYTES})
    void whatHasNoContentIsTooShort(int length) {
        var message = new byte[length];
        if (length > 0) message[0] = ChunkFrameCodec.CHUNK_V1;

        assertThat(ChunkFrameCodec.decode(ByteBuffer.wrap(message)))
                .isEqualTo(new Decoded.Malformed<>(Fault.TOO_SHORT));
    }

    @Test
    void theLargestChunkIsReadAndOneByteMoreIsNot() {
        var message = new byte[ChunkFrameCodec.MAX_BYTES + 1];
        message[0] = ChunkFrameCodec.CHUNK_V1;

        assertThat(ChunkFrameCodec.decode(ByteBuffer.wrap(message))).isEqualTo(new Decoded.Malformed<>(Fault.TOO_LONG));
        assertThat(decoded(ByteBuffer.wrap(message, 0, ChunkFrameCodec.MAX_BYTES))
                        .content()
                        .size())
                .isEqualTo(Chunking.MAX_CHUNK_SIZE);
    }

    @ParameterizedTest
    @ValueSource(bytes = {0x00, 0x10, 0x12, 0x21, '{'})
    void anotherVersionOrKindIsUnknown(byte first) {
        var message = new byte[100];
        message[0] = first;

        assertThat(ChunkFrameCodec.decode(ByteBuffer.wrap(message)))
                .isEqualTo(new Decoded.Malformed<>(Fault.UNKNOWN_KIND));
    }

    @Test
    void readsFromTheMiddleOfABufferAndLeavesItsPosition() {
        var encoded = ChunkFrameCodec.encode(ChunkFrame.of(TRANSFER, 7, Bytes.fromHex("0102")));
        var buffer =
                ByteBuffer.allocate(encoded.length + 5).position(5).put(encoded).position(5);

        assertThat(decoded(buffer).content()).isEqualTo(Bytes.fromHex("0102"));
        assertThat(buffer.position()).isEqualTo(5);
    }

    @Test
    void whatIsNoChunkCannotBeBuilt() {
        var hash = Bytes.copyOf(new byte[32]);

        assertThatThrownBy(() -> new ChunkHeader(TRANSFER, -1, hash)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ChunkHeader(TRANSFER, 1L << 32, hash))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ChunkHeader(TRANSFER, 0, Bytes.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ChunkFrame.of(TRANSFER, 0, Bytes.EMPTY)).isInstanceOf(IllegalArgumentException.class);
    }

    private static ChunkFrame decoded(byte[] message) {
        return decoded(ByteBuffer.wrap(message));
    }

    private static ChunkFrame decoded(ByteBuffer message) {
        return ChunkFrameCodec.decode(message) instanceof Decoded.Complete<ChunkFrame>(var frame)
                ? frame
                : fail("not decoded");
    }

    @Test
    void aHeaderInFrontOfItsContentMakesTheSameMessage() {
        var id = new java.util.UUID(7, 8);
        var content = io.bitchat.crypto.Bytes.copyOf(new byte[] {1, 2, 3});
        var message = new byte[ChunkFrameCodec.HEADER_BYTES + 3];
        System.arraycopy(content.toArray(), 0, message, ChunkFrameCodec.HEADER_BYTES, 3);
        ChunkFrameCodec.putHeader(message, id, 9);

        assertThat(message).isEqualTo(ChunkFrameCodec.encode(ChunkFrame.of(id, 9, content)));
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> ChunkFrameCodec.putHeader(new byte[53], id, 9))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
