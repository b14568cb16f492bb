package io.bitchat.lan.wire;

import io.bitchat.crypto.X25519PublicKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that are signed. A text is 4 bytes of length and UTF-8; a number has 8 bytes; a time is a number of seconds
 * since 1970 and 4 bytes of nanoseconds; all are big-endian. docs/protocols/lan.md, section 5.
 */
final class Canonical {
    private ByteBuffer bytes = ByteBuffer.allocate(512);

    private Canonical() {}

    static byte[] bytesOf(Beacon beacon) {
        return new Canonical()
                .text(beacon.leaving() ? "bitchat-lan/leave/1" : "bitchat-lan/beacon/1")
                .text(beacon.peer().value())
                .text(beacon.address().toString())
                .time(beacon.timestamp())
                .text(beacon.profile().nick())
                .text(beacon.profile().status())
                .texts(beacon.profile().rooms())
                .number(beacon.run())
                .number(beacon.lamport())
                .key(beacon.secure())
                .done();
    }

    static byte[] bytesOf(Line line) {
        return new Canonical()
                .text("bitchat-lan/line/1")
                .text(line.type().name().toLowerCase(Locale.ROOT))
                .text(line.sender().value())
                .text(line.content())
                .time(line.timestamp())
                .number(line.sequence())
                .text(line.target().text())
                .number(line.stamp().run())
                .number(line.stamp().lamport())
                .hello(line.notes().hello())
                .done();
    }

    private Canonical hello(Notes.@Nullable Hello hello) {
        if (hello == null) return this;
        return text(hello.address().toString())
                .text(hello.profile().nick())
                .text(hello.profile().status())
                .texts(hello.profile().rooms())
                .key(hello.secure());
    }

    private Canonical text(String text) {
        return block(text.getBytes(StandardCharsets.UTF_8));
    }

    private Canonical texts(List<String> texts) {
        number(texts.size());
        texts.forEach(this::text);
        return this;
    }

    private Canonical key(@Nullable X25519PublicKey key) {
        return block(key == null ? new byte[0] : key.bytes().toArray());
    }

    private Canonical block(byte[] block) {
        room(Integer.BYTES + block.length).putInt(block.length).put(block);
        return this;
    }

    private Canonical number(long number) {
        room(Long.BYTES).putLong(number);
        return this;
    }

    private Canonical time(Instant time) {
        number(time.getEpochSecond());
        room(Integer.BYTES).putInt(time.getNano());
        return this;
    }

    private byte[] done() {
        var result = new byte[bytes.position()];
        bytes.get(0, result);
        return result;
    }

    private ByteBuffer room(int more) {
        if (bytes.remaining() < more) {
            var larger = ByteBuffer.allocate(bytes.position() + more + bytes.capacity());
            bytes = larger.put(bytes.flip());
        }
        return bytes;
    }
}
