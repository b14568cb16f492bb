package io.bitchat.gossip.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.gossip.Contact;
import io.bitchat.gossip.Envelope;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.causal.Dot;
import io.bitchat.gossip.tree.Route;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One frame of each kind, written by hand from docs/protocols/gossip.md, section 3. */
class GoldenFramesTest {
    private static final PeerId ANNE = new PeerId(0x0123456789abcdefL);
    private static final PeerId BEN = new PeerId(0xfedcba9876543210L);
    private static final Contact HOME = new Contact(ANNE, "h:1");
    private static final Envelope SEALED = Envelope.of(new byte[] {(byte) 0xca, (byte) 0xfe});

    static Stream<Arguments> frames() {
        return Stream.of(
                frame(new Frame.Push(7, SEALED), "20 07 cafe"),
                frame(new Frame.Reply(1, SEALED), "21 01 cafe"),
                frame(new Frame.Announce(List.of(0x010203, 0xffffff)), "22 010203 ffffff"),
                frame(new Frame.Pull(List.of(0x010203)), "23 010203"),
                frame(new Frame.Prune(), "24"),
                frame(new Frame.Graft(), "25"),
                frame(new Frame.Join(HOME), "26 0123456789abcdef 03 683a31"),
                frame(new Frame.ForwardJoin(4, HOME), "27 04 0123456789abcdef 03 683a31"),
                frame(new Frame.Neighbour(HOME, true, false, 300), "28 0123456789abcdef 03 683a31 01 00 012c"),
                frame(new Frame.NeighbourReply(true), "29 01"),
                frame(new Frame.Disconnect(), "2a"),
                frame(
                        new Frame.Shuffle(2, HOME, List.of(new Contact(BEN, ""))),
                        "2b 02 0123456789abcdef 03 683a31 01 fedcba9876543210 00"),
                frame(new Frame.ShuffleReply(List.of(HOME)), "2c 01 0123456789abcdef 03 683a31"),
                frame(new Frame.Ping(0xabcd), "2d abcd"),
                frame(new Frame.Pong(0xabcd, 9), "2e abcd 09"),
                frame(
                        new Frame.Digest(false, List.of(new Dot(ANNE, 300)), 0x1122334455667788L),
                        "2f 00 1122334455667788 01 0123456789abcdef ac02"),
                frame(
                        new Frame.Split(new Prefix(2, 0xfe), children()),
                        "30 02 00000000000000fe 0000000000000001" + " 0000000000000000".repeat(15)),
                frame(
                        new Frame.Listing(true, new Prefix(1, 0xf), List.of(new Dot(BEN, 127))),
                        "31 01 01 000000000000000f 01 fedcba9876543210 7f"),
                frame(new Frame.Fetch(List.of(new Range(BEN, 5, 133))), "32 01 fedcba9876543210 05 8001"),
                frame(new Frame.Beacon(new Route(ANNE, 128, 513)), "33 0123456789abcdef 8001 0201"),
                frame(new Frame.Seek(ANNE), "34 0123456789abcdef"));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void isWrittenAsSpecified(Frame frame, String hex) {
        assertThat(HexFormat.of().formatHex(FrameCodec.encode(frame).toBytes())).isEqualTo(hex);
    }

    @ParameterizedTest
    @MethodSource("frames")
    void isReadAsSpecified(Frame frame, String hex) {
        assertThat(FrameCodec.decode(Packet.received(HexFormat.of().parseHex(hex))))
                .isEqualTo(new Decoded.Complete(frame));
    }

    @Test
    void coversEveryKind() {
        assertThat(frames())
                .hasSize(Frame.class.getPermittedSubclasses().length)
                .hasSize(Frames.KINDS);
    }

    private static List<Long> children() {
        var children = new ArrayList<>(Collections.nCopies(Prefix.CHILDREN, 0L));
        children.set(0, 1L);
        return children;
    }

    private static Arguments frame(Frame frame, String hex) {
        return Arguments.of(frame, hex.replace(" ", ""));
    }
}
