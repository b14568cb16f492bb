package io.bitchat.gossip.seal;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.crypto.Bytes;
import io.bitchat.crypto.Ed25519KeyPair;
import io.bitchat.gossip.Envelope;
import io.bitchat.gossip.Header;
import io.bitchat.gossip.Message;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.Seal.Fault;
import io.bitchat.gossip.Seal.Opened;
import io.bitchat.gossip.causal.Dot;
import io.bitchat.gossip.causal.HybridTime;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GroupSealTest {
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

    private final Circle circle = new Circle(1, 2);
    private final GroupSeal anne = circle.sealOf(0);
    private final GroupSeal ben = circle.sealOf(1);

    @Property(tries = 100)
    void whatOneMemberSealsAnotherOpens(
            @ForAll long seed, @ForAll @IntRange(max = 2_000) int size, @ForAll @IntRange(max = 256) int causes) {
        var random = new Random(seed);
        var payload = new byte[size];
        random.nextBytes(payload);
        var dots = random.longs(causes)
                .mapToObj(writer -> new Dot(new PeerId(writer), 1 + random.nextLong(1_000_000)))
                .toList();
        var header = new Header(
                circle.member(0), 1 + random.nextLong(1L << 40), new HybridTime(random.nextLong(1L << 62)), dots);

        var message = genuine(ben.open(anne.seal(header, payload)));

        assertThat(message.header()).isEqualTo(header);
        assertThat(message.payload()).isEqualTo(payload);
    }

    @Test
    void everyChangedByteIsRefused() {
        var envelope = anne.seal(header(0), HELLO);

        for (int at = 0; at < envelope.size(); at++) {
            var changed = envelope.bytes().clone();
            changed[at] ^= 1;
            assertThat(ben.open(Envelope.of(changed))).isEqualTo(refused(Fault.NOT_FOR_THIS_GROUP));
        }
    }

    @Test
    void everyTruncationIsRefused() {
        var envelope = anne.seal(header(0), HELLO);

        for (int length = 0; length < envelope.size(); length++)
            assertThat(ben.open(Envelope.of(Arrays.copyOf(envelope.bytes(), length))))
                    .isInstanceOf(Opened.Refused.class);
    }

    @Test
    void theSmallestEnvelopeHasTheLeastBytes() {
        assertThat(anne.seal(header(0), new byte[0]).size()).isEqualTo(GroupSeal.LEAST_BYTES);
    }

    @Test
    void anotherGroupCannotReadIt() {
        var envelope = anne.seal(header(0), HELLO);

        assertThat(new Circle(2, 2).sealOf(0).open(envelope)).isEqualTo(refused(Fault.NOT_FOR_THIS_GROUP));
    }

    @Test
    void whoIsNotAMemberIsNotHeard() {
        var stranger = Ed25519KeyPair.generate(new Random(3));
        var header = new Header(GroupSeal.idOf(stranger.publicKey()), 1, HybridTime.ZERO, List.of());

        assertThat(ben.open(circle.sealWith(stranger).seal(header, HELLO))).isEqualTo(refused(Fault.NOT_A_MEMBER));
    }

    @Test
    void aMemberCannotWriteInAnothersName() {
        assertThat(ben.open(anne.seal(header(1), HELLO))).isEqualTo(refused(Fault.FORGED));
    }

    @Test
    void aMessageCannotBeMovedToAnotherGroup() {
        var anneHere = circle.keysOf(0);
        var elsewhere = GroupKey.generate(new Random(4));
        var members = (Members) writer -> Optional.of(anneHere.publicKey());
        var there = new GroupSeal(elsewhere, anneHere, members, new Random(5));
        var envelope = anne.seal(header(0), HELLO);

        // a member of both groups opens it in one and seals the signed inside for the other
        var signed = circle.key()
                .cipher()
                .open(nonce(envelope), circle.key().tag().toArray(), sealed(envelope))
                .orElseThrow();
        var moved = concat(
                nonce(envelope),
                elsewhere.cipher().seal(nonce(envelope), elsewhere.tag().toArray(), signed));

        assertThat(there.open(Envelope.of(moved))).isEqualTo(refused(Fault.FORGED));
    }

    @Test
    void anInsideThatDoesNotFollowTheFormatIsMalformed() {
        var nonce = new byte[12];
        var sealed = circle.key().cipher().seal(nonce, circle.key().tag().toArray(), new byte[100]);

        assertThat(ben.open(Envelope.of(concat(nonce, sealed)))).isEqualTo(refused(Fault.MALFORMED));
    }

    @Property(tries = 300)
    void randomBytesAreRefused(@ForAll long seed, @ForAll @IntRange(max = 1_000) int length) {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);

        assertThat(ben.open(Envelope.of(bytes))).isInstanceOf(Opened.Refused.class);
    }

    @Test
    void theSameWordsLookDifferentEachTime() {
        assertThat(anne.seal(header(0), HELLO)).isNotEqualTo(anne.seal(header(0), HELLO));
    }

    @Test
    void theTagIsNotTheSecret() {
        assertThat(circle.key().tag()).isNotEqualTo(Bytes.copyOf(circle.key().secret()));
        assertThat(GroupKey.of(circle.key().secret()).tag())
                .isEqualTo(circle.key().tag());
    }

    private Header header(int writer) {
        return new Header(circle.member(writer), 1, HybridTime.ZERO, List.of());
    }

    private static Message genuine(Opened opened) {
        assertThat(opened).isInstanceOf(Opened.Genuine.class);
        return ((Opened.Genuine) opened).message();
    }

    private static Opened refused(Fault fault) {
        return new Opened.Refused(fault);
    }

    private static byte[] nonce(Envelope envelope) {
        return Arrays.copyOf(envelope.bytes(), 12);
    }

    private static byte[] sealed(Envelope envelope) {
        return Arrays.copyOfRange(envelope.bytes(), 12, envelope.size());
    }

    private static byte[] concat(byte[] one, byte[] other) {
        var both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
