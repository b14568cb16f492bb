package io.bitchat.gossip.wire;

import io.bitchat.gossip.Contact;
import io.bitchat.gossip.Envelope;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.causal.Dot;
import io.bitchat.gossip.tree.Route;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Random frames from a seed, all kinds equally likely. */
final class Frames {
    static final int KINDS = 21;

    private final Random random;

    Frames(long seed) {
        this.random = new Random(seed);
    }

    Frame of(int kind) {
        return switch (kind) {
            case 0 -> new Frame.Push(random.nextInt(256), envelope());
            case 1 -> new Frame.Reply(random.nextInt(256), envelope());
            case 2 -> new Frame.Announce(some(FrameCodec.MAX_BRIEFS, this::brief));
            case 3 -> new Frame.Pull(some(FrameCodec.MAX_BRIEFS, this::brief));
            case 4 -> new Frame.Prune();
            case 5 -> new Frame.Graft();
            case 6 -> new Frame.Join(contact());
            case 7 -> new Frame.ForwardJoin(random.nextInt(256), contact());
            case 8 ->
                new Frame.Neighbour(contact(), random.nextBoolean(), random.nextBoolean(), random.nextInt(65_536));
            case 9 -> new Frame.NeighbourReply(random.nextBoolean());
            case 10 -> new Frame.Disconnect();
            case 11 -> new Frame.Shuffle(random.nextInt(256), contact(), some(FrameCodec.MAX_CONTACTS, this::contact));
            case 12 -> new Frame.ShuffleReply(some(FrameCodec.MAX_CONTACTS, this::contact));
            case 13 -> new Frame.Ping(random.nextInt(65_536));
            case 14 -> new Frame.Pong(random.nextInt(65_536), random.nextInt(256));
            case 15 ->
                new Frame.Digest(random.nextBoolean(), some(FrameCodec.MAX_ENTRIES, this::dot), random.nextLong());
            case 16 ->
                new Frame.Split(
                        prefix(Prefix.MAX_DIGITS - 1),
                        Stream.generate(random::nextLong).limit(Prefix.CHILDREN).toList());
            case 17 ->
                new Frame.Listing(
                        random.nextBoolean(), prefix(Prefix.MAX_DIGITS), some(FrameCodec.MAX_ENTRIES, this::dot));
            case 18 -> new Frame.Fetch(some(FrameCodec.MAX_RANGES, this::range));
            case 19 -> new Frame.Beacon(new Route(peer(), positive() - 1, random.nextInt(65_536)));
            case 20 -> new Frame.Seek(peer());
            default -> throw new IllegalArgumentException("no kind " + kind);
        };
    }

    private Envelope envelope() {
        var bytes = new byte[1 + random.nextInt(1_000)];
        random.nextBytes(bytes);
        return Envelope.of(bytes);
    }

    private int brief() {
        return random.nextInt(1 << 24);
    }

    private PeerId peer() {
        return new PeerId(random.nextLong());
    }

    private long positive() {
        return 1 + (random.nextLong() >>> 1 + random.nextInt(62)) % Long.MAX_VALUE;
    }

    private Dot dot() {
        return new Dot(peer(), positive());
    }

    private Range range() {
        long from = positive();
        return new Range(peer(), from, from + random.nextLong(Long.MAX_VALUE - from + 1 > 0 ? 1_000 : 1));
    }

    private Prefix prefix(int most) {
        int digits = random.nextInt(most + 1);
        return new Prefix(digits, digits == 0 ? 0 : random.nextLong() >>> 64 - 4 * digits);
    }

    private Contact contact() {
        var address = new StringBuilder();
        int length = random.nextInt(Contact.MAX_ADDRESS_BYTES + 1);
        while (address.length() < length) address.append((char) ('!' + random.nextInt('~' - '!' + 1)));
        return new Contact(peer(), address.toString());
    }

    /** A list that is empty, short, or of the maximum length. */
    private <T> List<T> some(int limit, Supplier<T> item) {
        int count = random.nextInt(4) == 0 ? limit : random.nextInt(Math.min(limit, 12));
        return Stream.generate(item).limit(count).toList();
    }
}
