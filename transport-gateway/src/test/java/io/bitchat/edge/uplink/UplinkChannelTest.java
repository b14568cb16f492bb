package io.bitchat.edge.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.crypto.Bytes;
import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The channel over real sockets. The other side is a plain socket, which answers as a test wants. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UplinkChannelTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static Vertx vertx;

    private ChannelPair pair;

    @BeforeAll
    static void begin() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void end() {
        vertx.close();
    }

    @BeforeEach
    void open() throws Exception {
        pair = new ChannelPair(vertx);
    }

    @AfterEach
    void close() throws Exception {
        pair.close();
    }

    private static Message message(String id, int bytes) {
        return Message.of(new MessageKey("alice", id, "bob"), Bytes.copyOf(new byte[bytes]), Instant.EPOCH);
    }

    private CompletableFuture<UplinkFrame.Result> carry(String id, int bytes) {
        return pair.channel.carry(message(id, bytes), null).toCompletableFuture();
    }

    private List<UplinkFrame.Carries> messagesGot() {
        return pair.got.stream()
                .filter(UplinkFrame.Carries.class::isInstance)
                .map(UplinkFrame.Carries.class::cast)
                .toList();
    }

    private void awaitMessages(int count) {
        await().pollInterval(5, TimeUnit.MILLISECONDS)
                .atMost(SOON)
                .until(() -> messagesGot().size() == count);
    }

    private void answer(UplinkFrame.Carries carries, String code) {
        pair.say(new UplinkFrame.Result(carries.number(), code.isEmpty(), "mesh", code).text());
    }

    private void awaitClosed() {
        await().pollInterval(5, TimeUnit.MILLISECONDS).atMost(SOON).until(() -> pair.closes.get() > 0);
        assertThat(pair.channel.isOpen()).isFalse();
        assertThat(pair.channel.unanswered()).isZero();
    }

    // --- results

    @Test
    void theResultsOfTwoThousandComeBackInAnyOrderToTheRightMessage() throws Exception {
        var sends = new ArrayList<CompletableFuture<UplinkFrame.Result>>();
        for (int i = 0; i < UplinkChannel.MAX_UNANSWERED; i++) sends.add(carry("m" + i, 20));
        awaitMessages(UplinkChannel.MAX_UNANSWERED);
        var order = new ArrayList<>(messagesGot());
        Collections.shuffle(order, new Random(19));
        order.forEach(one -> answer(one, one.message().key().id()));

        for (int i = 0; i < sends.size(); i++) {
            assertThat(ChannelPair.of(sends.get(i)).code()).isEqualTo("m" + i);
        }
        assertThat(pair.channel.unanswered()).isZero();
    }

    @Test
    void messagesArriveInTheOrderOfTheirSends() {
        for (int i = 0; i < 500; i++) carry("m" + (1_000 + i), 20);
        awaitMessages(500);

        assertThat(messagesGot()).extracting(one -> one.message().key().id()).isSorted();
    }

    @Test
    void theOneBeforeIsTold() {
        pair.channel.carry(message("m2", 1), message("m1", 1).key());
        awaitMessages(1);

        assertThat(messagesGot().getFirst().after()).isEqualTo(message("m1", 1).key());
    }

    @Test
    void aResultForAnUnknownNumberAndASecondOneDoNoHarm() throws Exception {
        var sent = carry("m1", 1);
        awaitMessages(1);
        pair.say(new UplinkFrame.Result(77, true, "", "").text());
        answer(messagesGot().getFirst(), "first");
        answer(messagesGot().getFirst(), "");

        assertThat(ChannelPair.of(sent).code()).isEqualTo("first");
        var next = carry("m2", 1);
        awaitMessages(2);
        answer(messagesGot().getLast(), "");
        assertThat(ChannelPair.of(next).taken()).isTrue();
        assertThat(pair.heard).isEmpty();
    }

    @Test
    void anAbandonedOneEndsAndItsLateResultDoesNoHarm() throws Exception {
        var first = carry("m1", 1);
        var second = carry("m2", 1);
        awaitMessages(2);
        pair.channel.abandon(message("m1", 1).key());

        assertThat(ChannelPair.of(first).code()).isEqualTo("abandoned");
        assertThat(pair.channel.unanswered()).isEqualTo(1);
        answer(messagesGot().getFirst(), "");
        answer(messagesGot().getLast(), "");
        assertThat(ChannelPair.of(second).taken()).isTrue();
    }

    @Test
    void oneThatItsCallerHasGivenUpHoldsNoRoom() {
        carry("m1", 1).completeOnTimeout(new UplinkFrame.Result(0, false, "", "timed_out"), 1, TimeUnit.MILLISECONDS);

        await().atMost(SOON).until(() -> pair.channel.unanswered() == 0);
    }

    // --- limits

    @Test
    void tooManyAreBusyUntilResultsCome() throws Exception {
        for (int i = 0; i < UplinkChannel.MAX_UNANSWERED; i++) carry("m" + i, 1);
        assertThat(carry("more", 1))
                .isCompletedWithValueMatching(result -> result.code().equals("busy"));
        awaitMessages(UplinkChannel.MAX_UNANSWERED);

        answer(messagesGot().getFirst(), "");
        await().atMost(SOON).until(() -> pair.channel.unanswered() < UplinkChannel.MAX_UNANSWERED);
        assertThat(carry("again", 1)).isNotDone();
    }

    @Test
    void tooManyBytesAreBusyUntilResultsCome() {
        int large = 500_000;
        int room = (int) (UplinkChannel.MAX_UNANSWERED_BYTES / large);
        for (int i = 0; i < room; i++) carry("m" + i, large);
        assertThat(carry("more", large))
                .isCompletedWithValueMatching(result -> result.code().equals("busy"));
        awaitMessages(room);

        messagesGot().forEach(one -> answer(one, ""));
        await().atMost(SOON).until(() -> pair.channel.unanswered() == 0);
        assertThat(carry("again", large)).isNotDone();
        assertThat(pair.channel.isOpen()).isTrue();
    }

    @Test
    void aPayloadThatFitsInNoFrameIsRefusedAndTheLargestIsCarried() throws Exception {
        assertThat(carry("m1", UplinkChannel.MAX_PAYLOAD_BYTES + 1))
                .isCompletedWithValueMatching(result -> result.code().equals("too_large"));

        var sent = carry("m2", UplinkChannel.MAX_PAYLOAD_BYTES);
        awaitMessages(1);
        answer(messagesGot().getFirst(), "");
        assertThat(ChannelPair.of(sent).taken()).isTrue();
    }

    // --- the end

    @Test
    void closingEndsAllThatIsInFlight() throws Exception {
        var sends = new ArrayList<CompletableFuture<UplinkFrame.Result>>();
        for (int i = 0; i < 100; i++) sends.add(carry("m" + i, 1));
        pair.channel.close(4_000, "replaced");

        for (var send : sends) assertThat(ChannelPair.of(send).code()).isEqualTo("link_lost");
        awaitClosed();
        await().atMost(SOON).until(() -> Integer.valueOf(4_000).equals(intOf(pair.other.closeStatusCode())));
        assertThat(ChannelPair.of(carry("late", 1)).code()).isEqualTo("link_lost");
        assertThat(pair.channel.unanswered()).isZero();
        assertThat(pair.closes).hasValue(1);
    }

    private static Integer intOf(Short value) {
        return value == null ? null : (int) value;
    }

    @Test
    void anEndOfTheOtherSideEndsAllThatIsInFlight() throws Exception {
        var sent = carry("m1", 1);
        awaitMessages(1);
        pair.other.close();

        assertThat(ChannelPair.of(sent).code()).isEqualTo("link_lost");
        awaitClosed();
    }

    @Test
    void sendsFromManyThreadsWhileItClosesAllEnd() throws Exception {
        var sends = Collections.synchronizedList(new ArrayList<CompletableFuture<UplinkFrame.Result>>());
        var threads = new ArrayList<Thread>();
        for (int t = 0; t < 8; t++) {
            int number = t;
            threads.add(Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 200; i++) sends.add(carry("m" + number + "-" + i, 1));
            }));
        }
        pair.channel.close(1_001, "");
        for (var thread : threads) thread.join();

        for (var send : sends) assertThat(ChannelPair.of(send).taken()).isFalse();
        awaitClosed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"type\":\"peers\",\"near\":7}"})
    void whoSaysNoFrameIsClosed(String text) {
        carry("m1", 1);
        pair.say(text);

        awaitClosed();
        await().atMost(SOON).until(() -> Integer.valueOf(1_008).equals(intOf(pair.other.closeStatusCode())));
    }

    @Test
    void aMessageAboveTheMaximumCloses() {
        pair.say("x".repeat(UplinkChannel.MAX_FRAME_BYTES + 1));

        awaitClosed();
        assertThat(pair.heard).isEmpty();
    }

    @Test
    void binaryMessagesAreIgnored() {
        pair.other.writeBinaryMessage(Buffer.buffer(new byte[100]));
        pair.say(new UplinkFrame.Unknown("later").text());

        await().atMost(SOON).until(() -> pair.heard.size() == 1);
        assertThat(pair.channel.isOpen()).isTrue();
    }

    @Test
    void closesLaterIfItWasToldTo() {
        pair.channel.closeAfter(Duration.ofMillis(100), 4_001, "the token has expired");
        awaitClosed();
        await().atMost(SOON).until(() -> Integer.valueOf(4_001).equals(intOf(pair.other.closeStatusCode())));
    }

    @Test
    void nothingHoldsAClosedChannel() throws Exception {
        var closed = new ArrayList<WeakReference<UplinkChannel>>();
        for (int i = 0; i < 10; i++) closed.add(openAndClose());

        await().atMost(SOON).untilAsserted(() -> {
            System.gc();
            assertThat(closed).allMatch(one -> one.refersTo(null));
        });
    }

    private static WeakReference<UplinkChannel> openAndClose() throws Exception {
        try (var one = new ChannelPair(vertx)) {
            one.channel.closeAfter(Duration.ofHours(1), 4_001, "");
            one.channel.carry(message("m1", 10), null);
            one.channel.close(1_001, "");
            await().atMost(SOON).until(() -> one.closes.get() > 0);
            return new WeakReference<>(one.channel);
        }
    }

    /** Frames without results would fill the memory otherwise: nothing is in flight, so nobody is waited for. */
    @Test
    void whoTalksAndDoesNotReadIsClosed() {
        pair.other.pause();
        var peers = Collections.nCopies(UplinkFrame.MAX_PEERS, "p".repeat(100));
        var frame = new UplinkFrame.Peers(peers, List.of());
        long frames = UplinkChannel.MAX_UNREAD / frame.text().length() * 2;
        for (int i = 0; i < frames; i++) pair.channel.send(frame);

        awaitClosed();
    }
}
