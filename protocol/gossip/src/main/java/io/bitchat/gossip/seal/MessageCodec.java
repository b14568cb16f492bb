package io.bitchat.gossip.seal;

import io.bitchat.gossip.Header;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.causal.Dot;
import io.bitchat.gossip.causal.HybridTime;
import io.bitchat.gossip.wire.ByteReader;
import io.bitchat.gossip.wire.ByteWriter;
import java.util.ArrayList;
import java.util.Optional;

/**
 * Encodes the inside of a message: version (1 byte), writer (8), sequence (varint), time (8), number of causes
 * (varint), for each cause writer (8) and sequence (varint), then the payload up to the signature.
 */
final class MessageCodec {
    private static final int VERSION = 1;
    private static final int LEAST_DOT_BYTES = 9;

    private MessageCodec() {}

    /** @param payload offset of the payload in the bytes */
    record Parsed(Header header, int payload) {}

    static byte[] encode(Header header, byte[] payload) {
        var out = new ByteWriter()
                .u8(VERSION)
                .peer(header.writer())
                .varint(header.sequence())
                .i64(header.time().value())
                .varint(header.causes().size());
        header.causes().forEach(out::dot);
        return out.bytes(payload).toArray();
    }

    /** Parses the output of {@link #encode}; returns empty for anything else. */
    static Optional<Parsed> parse(byte[] bytes) {
        try {
            var in = new ByteReader(bytes);
            if (in.u8() != VERSION) return Optional.empty();
            var writer = in.peer();
            long sequence = in.positive();
            long time = in.i64();
            int causes = in.count(Header.MAX_CAUSES, LEAST_DOT_BYTES);
            var dots = new ArrayList<Dot>(causes);
            for (int i = 0; i < causes; i++) dots.add(in.dot());
            if (time < 0 || dots.stream().map(Dot::writer).anyMatch(writer::equals)) return Optional.empty();
            return Optional.of(new Parsed(header(writer, sequence, time, dots), bytes.length - in.remaining()));
        } catch (ByteReader.Refusal _) {
            return Optional.empty();
        }
    }

    private static Header header(PeerId writer, long sequence, long time, ArrayList<Dot> causes) {
        return new Header(writer, sequence, new HybridTime(time), causes);
    }
}
