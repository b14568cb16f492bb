package io.bitchat.bench.hostile;

import io.bitchat.crypto.Bytes;
import io.bitchat.gossip.Envelope;
import io.bitchat.gossip.causal.Dot;
import io.bitchat.gossip.wire.Frame;
import io.bitchat.gossip.wire.FrameCodec;
import io.bitchat.gossip.wire.Range;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** What the hostile site sends endlessly. Its link accepts each of these frames. */
public enum Attack {
    /** Repeats the same genuine message. */
    REPLAY("replay") {
        @Override
        IntFunction<byte[]> frames(Target target) {
            var known = push(target, target.member().say(new byte[TEXT_BYTES]));
            return _ -> known;
        }
    },
    /** Messages in the name of another site. */
    FORGERY("forgery") {
        @Override
        IntFunction<byte[]> frames(Target target) {
            return cycle(i -> push(
                    target,
                    target.member().sealAs(target.honest().id(), 1_000_000 + i, List.of(), new byte[TEXT_BYTES])));
        }
    },
    /** Different messages with one clock entry, all of them properly signed. */
    EQUIVOCATION("equivocation") {
        @Override
        IntFunction<byte[]> frames(Target target) {
            target.member().say(new byte[TEXT_BYTES]);
            long entry = target.member().nextSequence() - 1;
            return cycle(_ -> push(target, target.member().seal(entry, new byte[TEXT_BYTES])));
        }
    },
    /** Messages whose causes do not exist. */
    WAITING("messages that wait forever") {
        @Override
        IntFunction<byte[]> frames(Target target) {
            long entry = target.member().nextSequence() + 1_000_000;
            return cycle(i -> push(target, target.member().seal(entry + 2L * i, new byte[TEXT_BYTES])));
        }
    },
    /** Small frames that require answers. */
    FLOOD("flood of small frames") {
        @Override
        IntFunction<byte[]> frames(Target target) {
            return cycle(i -> control(
                    target,
                    i % 2 == 0
                            ? new Frame.Ping(i)
                            : new Frame.Digest(
                                    false, List.of(new Dot(target.honest().id(), 1)), i)));
        }
    },
    /** Ids of messages that do not exist. */
    ANNOUNCEMENTS("announcements of nothing") {
        @Override
        IntFunction<byte[]> frames(Target target) {
            return cycle(_ -> control(
                    target,
                    new Frame.Announce(RANDOM.ints(FrameCodec.MAX_BRIEFS, 0, MAX_BRIEF)
                            .boxed()
                            .toList())));
        }
    },
    /** Requests for the whole history. */
    FETCHES("asking for the history") {
        @Override
        IntFunction<byte[]> frames(Target target) {
            var ask = control(
                    target, new Frame.Fetch(List.of(new Range(target.honest().id(), 1, Long.MAX_VALUE))));
            return _ -> ask;
        }
    },
    /** Frames of 16 MB, each on a new link. */
    LARGE_FRAMES("frames of 16 MB") {
        @Override
        IntFunction<byte[]> frames(Target target) {
            var large = new byte[LARGEST_FRAME];
            return _ -> large;
        }
    };

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int TEXT_BYTES = 1_024;
    private static final int VARIANTS = 512;
    private static final int MAX_BRIEF = 1 << 24;
    private static final int LARGEST_FRAME = (1 << 24) - 1;

    private final String title;

    Attack(String title) {
        this.title = title;
    }

    /** The target of the attack, with the hostile site's membership in the group. */
    record Target(HostileMember member, PlayedSite honest) {}

    /** The name in reports. */
    public String title() {
        return title;
    }

    /** The frames by number; prepared as far as possible, because the attacker shares the processors with the suite. */
    abstract IntFunction<byte[]> frames(Target target);

    private static IntFunction<byte[]> cycle(IntFunction<byte[]> make) {
        var prepared = IntStream.range(0, VARIANTS).mapToObj(make).toList();
        return i -> prepared.get(i % VARIANTS);
    }

    private static byte[] push(Target target, Envelope envelope) {
        return control(target, new Frame.Push(1, envelope));
    }

    private static byte[] control(Target target, Frame frame) {
        Bytes tag = target.member().tag();
        return SiteLink.gossipFrame(tag, FrameCodec.encode(frame).toBytes());
    }
}
