package io.bitchat.gossip.wire;

import io.bitchat.gossip.Envelope;
import io.bitchat.gossip.tree.Route;
import io.bitchat.gossip.wire.Decoded.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Encodes frames. The first byte holds the version in its upper three bits and the kind in its lower five; the rest
 * depends on the kind. Numbers are big-endian, counts and sequences are varints (seven bits per byte, lowest first).
 * docs/protocols/gossip.md, section 3, specifies every field.
 */
public final class FrameCodec {
    /** Version of the format, 0 to 7. */
    public static final int VERSION = 1;

    /** Maximum number of ids in one announcement or pull. */
    public static final int MAX_BRIEFS = 256;

    /** Maximum number of contacts in one shuffle. */
    public static final int MAX_CONTACTS = 32;

    /** Maximum number of entries in one digest or listing. */
    public static final int MAX_ENTRIES = 256;

    /** Maximum number of ranges in one fetch. */
    public static final int MAX_RANGES = 64;

    /** Size of the largest envelope, in bytes. */
    public static final int MAX_ENVELOPE_BYTES = 192 * 1024;

    /** Number of bytes before the envelope of a push or reply. */
    static final int ENVELOPE_AT = 2;

    private static final int KIND_BITS = 5;
    private static final int KIND_MASK = (1 << KIND_BITS) - 1;
    private static final int BRIEF_BYTES = 3;
    private static final int LEAST_CONTACT_BYTES = 9;
    private static final int LEAST_DOT_BYTES = 9;
    private static final int LEAST_RANGE_BYTES = 10;

    private FrameCodec() {}

    /** Encodes a frame. */
    public static Packet encode(Frame frame) {
        return switch (frame) {
            case Frame.Push(int hops, var message) ->
                Packet.of(begin(0).u8(hops).toArray(), message);
            case Frame.Reply(int hops, var message) ->
                Packet.of(begin(1).u8(hops).toArray(), message);
            default -> Packet.of(small(frame).toArray());
        };
    }

    private static ByteWriter small(Frame frame) {
        return switch (frame) {
            case Frame.Announce(var briefs) -> briefs(begin(2), briefs);
            case Frame.Pull(var briefs) -> briefs(begin(3), briefs);
            case Frame.Prune() -> begin(4);
            case Frame.Graft() -> begin(5);
            case Frame.Join(var newcomer) -> begin(6).contact(newcomer);
            case Frame.ForwardJoin(int walk, var newcomer) -> begin(7).u8(walk).contact(newcomer);
            case Frame.Neighbour(var asker, var urgent, var roaming, var roundTrip) ->
                begin(8).contact(asker).flag(urgent).flag(roaming).u16(roundTrip);
            case Frame.NeighbourReply(boolean accepted) -> begin(9).flag(accepted);
            case Frame.Disconnect() -> begin(10);
            case Frame.Shuffle(int walk, var origin, var contacts) ->
                list(begin(11).u8(walk).contact(origin), contacts, ByteWriter::contact);
            case Frame.ShuffleReply(var contacts) -> list(begin(12), contacts, ByteWriter::contact);
            case Frame.Ping(int token) -> begin(13).u16(token);
            case Frame.Pong(int token, int degree) -> begin(14).u16(token).u8(degree);
            case Frame.Digest(boolean answer, var recent, long others) ->
                list(begin(15).flag(answer).i64(others), recent, ByteWriter::dot);
            case Frame.Split(var prefix, var children) -> fingerprints(begin(16).prefix(prefix), children);
            case Frame.Listing(boolean answer, var prefix, var entries) ->
                list(begin(17).flag(answer).prefix(prefix), entries, ByteWriter::dot);
            case Frame.Fetch(var ranges) -> list(begin(18), ranges, ByteWriter::range);
            case Frame.Beacon(var route) ->
                begin(19).peer(route.root()).varint(route.number()).u16(route.cost());
            case Frame.Seek(var root) -> begin(20).peer(root);
            case Frame.Push _, Frame.Reply _ -> throw new IllegalStateException("these have an envelope");
        };
    }

    /** Decodes a frame. Never throws, whatever the bytes are. */
    public static Decoded decode(Packet packet) {
        try {
            var in = new ByteReader(packet.head());
            var frame = frame(in, packet);
            return in.isAtEnd() ? new Decoded.Complete(frame) : new Decoded.Malformed(Fault.TRAILING_BYTES);
        } catch (ByteReader.Refusal refusal) {
            return new Decoded.Malformed(refusal.fault());
        }
    }

    /** Whether these bytes are a frame with an envelope. */
    static boolean carriesEnvelope(byte[] frame) {
        return frame.length > ENVELOPE_AT && (frame[0] & 0xFF) >>> KIND_BITS == VERSION && (frame[0] & KIND_MASK) < 2;
    }

    private static Frame frame(ByteReader in, Packet packet) {
        int first = in.u8();
        if (first >>> KIND_BITS != VERSION) throw new ByteReader.Refusal(Fault.UNKNOWN_VERSION);
        return switch (first & KIND_MASK) {
            case 0 -> new Frame.Push(in.u8(), envelope(packet));
            case 1 -> new Frame.Reply(in.u8(), envelope(packet));
            case 2 -> new Frame.Announce(briefs(in));
            case 3 -> new Frame.Pull(briefs(in));
            case 4 -> new Frame.Prune();
            case 5 -> new Frame.Graft();
            case 6 -> new Frame.Join(in.contact());
            case 7 -> new Frame.ForwardJoin(in.u8(), in.contact());
            case 8 -> new Frame.Neighbour(in.contact(), in.flag(), in.flag(), in.u16());
            case 9 -> new Frame.NeighbourReply(in.flag());
            case 10 -> new Frame.Disconnect();
            case 11 ->
                new Frame.Shuffle(in.u8(), in.contact(), list(in, MAX_CONTACTS, LEAST_CONTACT_BYTES, in::contact));
            case 12 -> new Frame.ShuffleReply(list(in, MAX_CONTACTS, LEAST_CONTACT_BYTES, in::contact));
            case 13 -> new Frame.Ping(in.u16());
            case 14 -> new Frame.Pong(in.u16(), in.u8());
            case 15 -> digest(in.flag(), in.i64(), in);
            case 16 -> split(in);
            case 17 -> new Frame.Listing(in.flag(), in.prefix(), list(in, MAX_ENTRIES, LEAST_DOT_BYTES, in::dot));
            case 18 -> new Frame.Fetch(list(in, MAX_RANGES, LEAST_RANGE_BYTES, in::range));
            case 19 -> new Frame.Beacon(new Route(in.peer(), in.varint(), in.u16()));
            case 20 -> new Frame.Seek(in.peer());
            default -> throw new ByteReader.Refusal(Fault.UNKNOWN_KIND);
        };
    }

    private static ByteWriter begin(int kind) {
        return new ByteWriter().u8(VERSION << KIND_BITS | kind);
    }

    private static Envelope envelope(Packet packet) {
        var envelope = packet.body();
        if (envelope == null) throw new ByteReader.Refusal(Fault.TRUNCATED);
        if (envelope.size() > MAX_ENVELOPE_BYTES) throw new ByteReader.Refusal(Fault.TOO_LONG);
        return envelope;
    }

    private static Frame digest(boolean answer, long others, ByteReader in) {
        return new Frame.Digest(answer, list(in, MAX_ENTRIES, LEAST_DOT_BYTES, in::dot), others);
    }

    private static Frame split(ByteReader in) {
        var prefix = in.prefix();
        if (prefix.digits() == Prefix.MAX_DIGITS) throw new ByteReader.Refusal(Fault.OUT_OF_RANGE);
        var children = new ArrayList<Long>(Prefix.CHILDREN);
        for (int i = 0; i < Prefix.CHILDREN; i++) children.add(in.i64());
        return new Frame.Split(prefix, children);
    }

    private static ByteWriter fingerprints(ByteWriter out, List<Long> children) {
        children.forEach(out::i64);
        return out;
    }

    private static ByteWriter briefs(ByteWriter out, List<Integer> briefs) {
        briefs.forEach(out::u24);
        return out;
    }

    /** Reads ids up to the end of the frame. */
    private static List<Integer> briefs(ByteReader in) {
        if (in.remaining() > MAX_BRIEFS * BRIEF_BYTES) throw new ByteReader.Refusal(Fault.TOO_LONG);
        var briefs = new ArrayList<Integer>(in.remaining() / BRIEF_BYTES);
        while (!in.isAtEnd()) briefs.add(in.u24());
        return briefs;
    }

    private static <T> ByteWriter list(ByteWriter out, List<T> items, BiConsumer<ByteWriter, T> write) {
        out.varint(items.size());
        items.forEach(item -> write.accept(out, item));
        return out;
    }

    private static <T> List<T> list(ByteReader in, int limit, int bytesEach, Supplier<T> item) {
        int count = in.count(limit, bytesEach);
        var items = new ArrayList<T>(count);
        for (int i = 0; i < count; i++) items.add(item.get());
        return items;
    }
}
