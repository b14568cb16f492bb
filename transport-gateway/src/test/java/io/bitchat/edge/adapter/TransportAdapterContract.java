package io.bitchat.edge.adapter;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.crypto.Bytes;
import io.bitchat.transport.Availability;
import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.Reach;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the router expects of every transport. A subclass makes two adapters that reach each other. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class TransportAdapterContract {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int CYCLES = 100;
    private static final int MESSAGES = 200;

    /** A stopped adapter of the peer with this id; both of a test are to reach each other once they run. */
    protected abstract TransportAdapter adapterOf(String peer) throws Exception;

    /** Begin of the names of all threads that an adapter has while it runs. */
    protected abstract String threadPrefix();

    /** Number of sockets and the like that this process has open. */
    protected abstract long openSockets() throws Exception;

    /** The way from each to the other when both run; not the way to a peer that is not there. */
    protected Class<? extends Reach> reachOfTheOther() {
        return Reach.Direct.class;
    }

    /** Whether it works as soon as it has started. Else it does a moment later, if the other runs. */
    protected boolean worksAlone() {
        return true;
    }

    /** Whether the other takes part in the hundred lives. Else they are lives alone, which is quicker. */
    protected boolean livesTogether() {
        return !worksAlone();
    }

    /** The message as the router gives it to this transport. */
    protected Message asCarried(Message message) {
        return message;
    }

    protected final Heard heardByAlice = new Heard();
    private final Heard heardByBob = new Heard();
    private TransportAdapter alice;
    private TransportAdapter bob;

    @BeforeEach
    final void make() throws Exception {
        alice = adapterOf("alice");
        bob = adapterOf("bob");
    }

    @AfterEach
    final void stop() throws Exception {
        of(alice.stop());
        of(bob.stop());
    }

    protected final void startBoth() throws Exception {
        startAlice();
        if (worksAlone()) assertThat(of(bob.start(heardByBob))).isTrue();
        soon().until(() -> reachOfTheOther().isInstance(alice.state("bob").reach()));
        soon().until(() -> reachOfTheOther().isInstance(bob.state("alice").reach()));
    }

    /** And what she needs to work. */
    private void startAlice() throws Exception {
        if (!worksAlone()) assertThat(of(bob.start(heardByBob))).isTrue();
        assertThat(of(alice.start(heardByAlice))).isTrue();
        if (!worksAlone()) soon().until(alice::isAvailable);
    }

    private static ConditionFactory soon() {
        return await().pollInterval(5, TimeUnit.MILLISECONDS).atMost(SOON);
    }

    private static <T> T of(CompletionStage<T> answer) throws Exception {
        return answer.toCompletableFuture().get(20, SECONDS);
    }

    private Message message(String id, int bytes) {
        return message(id, new byte[bytes]);
    }

    private Message text(String id) {
        return message(id, id.getBytes(StandardCharsets.UTF_8));
    }

    private Message message(String id, byte[] payload) {
        var key = new MessageKey("alice", id, "bob");
        return asCarried(Message.of(key, Bytes.copyOf(payload), Instant.now()));
    }

    private Arrival next() {
        soon().until(() -> heardByBob.arrivals.get() > 0);
        return bob.receive().orElseThrow();
    }

    // --- life

    @Test
    void isNotAvailableBeforeItsStartAndSaysWhatToDo() {
        assertThat(alice.isAvailable()).isFalse();
        assertThat(alice.state("bob").availability())
                .isInstanceOfSatisfying(Availability.Unavailable.class, why -> assertThat(why.remedy())
                        .isNotBlank());
    }

    @Test
    void tellsThatItWorksAndThatItDoesNotAnyMore() throws Exception {
        startAlice();
        assertThat(alice.isAvailable()).isTrue();

        of(alice.stop());

        assertThat(alice.isAvailable()).isFalse();
        assertThat(heardByAlice.availability).containsExactly(true, false);
    }

    @Test
    void mayBeStoppedTwiceAndBeforeItsStart() throws Exception {
        of(alice.stop());
        assertThat(heardByAlice.availability).isEmpty();
        startAlice();
        of(alice.stop());
        of(alice.stop());

        assertThat(alice.isAvailable()).isFalse();
        assertThat(heardByAlice.availability).containsExactly(true, false);
    }

    @Test
    void startsAndStopsAHundredTimesAndLeavesNothing() throws Exception {
        live();
        var threads = threads();
        long sockets = openSockets();

        for (int i = 0; i < CYCLES; i++) live();

        soon().untilAsserted(() -> {
            assertThat(threads()).isSubsetOf(threads);
            assertThat(openSockets()).isLessThanOrEqualTo(sockets);
        });
    }

    private void live() throws Exception {
        if (livesTogether()) startBoth();
        else startAlice();
        of(alice.stop());
        if (livesTogether()) of(bob.stop());
    }

    private Set<String> threads() {
        var names = new TreeSet<String>();
        Thread.getAllStackTraces().keySet().forEach(thread -> {
            if (thread.getName().startsWith(threadPrefix())) names.add(thread.getName() + thread.threadId());
        });
        return names;
    }

    // --- capabilities

    @Test
    void saysWhatItCanDoWhetherOrNotItRuns() throws Exception {
        var before = alice.state("bob").capabilities();
        of(alice.start(heardByAlice));

        assertThat(before.maxMessageSize()).isPositive();
        assertThat(alice.window()).isPositive();
        assertThat(alice.state("bob").id()).isEqualTo(alice.id());
    }

    @Test
    protected void doesNotReachAPeerThatIsNotThere() throws Exception {
        startAlice();

        assertThat(alice.state("nobody").reach()).isNotInstanceOf(reachOfTheOther());
    }

    // --- messages

    @Test
    protected void tellsWhenAReceiverComesIntoReach() throws Exception {
        startBoth();

        soon().until(() -> heardByAlice.receivers.contains("bob"));
    }

    @Test
    void receivesNothingWhileNothingComes() throws Exception {
        startBoth();

        assertThat(bob.receive()).isEmpty();
    }

    @Test
    void aSendEndsWhenItsReceiverHasAnswered() throws Exception {
        startBoth();
        var sent = alice.send(message("m1", 9), null).toCompletableFuture();
        var arrival = next();
        assertThat(arrival.message().key()).isEqualTo(new MessageKey("alice", "m1", "bob"));
        assertThat(arrival.message().payload()).isEqualTo(Bytes.copyOf(new byte[9]));
        assertThat(arrival.from()).isEqualTo("alice");
        assertThat(sent).isNotDone();

        arrival.answer().accept(true);

        assertThat(of(sent)).isEqualTo(new SendResult.Acknowledged());
    }

    @Test
    void aSendFailsWhenItsReceiverRefuses() throws Exception {
        startBoth();
        var sent = alice.send(message("m1", 9), null);

        next().answer().accept(false);

        assertThat(of(sent)).isInstanceOf(SendResult.Failed.class);
    }

    @Test
    void carriesThePayloadsThatItPromises() throws Exception {
        startBoth();
        int largest = alice.state("bob").capabilities().maxMessageSize();
        var sent = alice.send(message("m1", largest), null);

        var arrival = next();
        arrival.answer().accept(true);

        assertThat(arrival.message().payload().size()).isEqualTo(largest);
        assertThat(of(sent)).isEqualTo(new SendResult.Acknowledged());
    }

    @Test
    void refusesALargerOneAtOnceAndSendsNothingOfIt() throws Exception {
        startBoth();
        int largest = alice.state("bob").capabilities().maxMessageSize();

        assertThat(alice.send(message("m1", largest + 1), null).toCompletableFuture())
                .isCompletedWithValueMatching(SendResult.Failed.class::isInstance);
        var sent = alice.send(text("m2"), null);
        assertThat(next().message().key().id()).isEqualTo("m2");
        assertThat(sent.toCompletableFuture()).isNotDone();
    }

    @Test
    void aStoppedTransportSendsNothing() throws Exception {
        startBoth();
        of(alice.stop());

        assertThat(alice.send(text("m1"), null).toCompletableFuture())
                .isCompletedWithValueMatching(SendResult.Failed.class::isInstance);
    }

    @Test
    void whatIsInFlightEndsWithAStop() throws Exception {
        startBoth();
        var sent = alice.send(text("m1"), null);
        next();

        of(alice.stop());

        assertThat(of(sent)).isInstanceOf(SendResult.Failed.class);
    }

    @Test
    void whatIsInFlightEndsWhenItsReceiverIsLost() throws Exception {
        startBoth();
        var sent = alice.send(text("m1"), null);
        next();

        of(bob.stop());

        assertThat(of(sent)).isInstanceOf(SendResult.Failed.class);
    }

    @Test
    void anAbandonedSendEndsAndALateAnswerDoesNoHarm() throws Exception {
        startBoth();
        var sent = alice.send(text("m1"), null);
        var arrival = next();

        alice.abandon(new MessageKey("alice", "m1", "bob"));
        assertThat(of(sent)).isInstanceOf(SendResult.Failed.class);
        arrival.answer().accept(true);

        var second = alice.send(text("m2"), null);
        soon().until(() -> heardByBob.arrivals.get() > 1);
        bob.receive().orElseThrow().answer().accept(true);
        assertThat(of(second)).isEqualTo(new SendResult.Acknowledged());
    }

    @Test
    void messagesOfOneSenderArriveInOrderAndOnce() throws Exception {
        startBoth();
        var got = new ArrayList<String>();
        var sends = new ArrayList<CompletableFuture<SendResult>>();
        for (int i = 0; i < MESSAGES; i++) {
            // no more in flight than the window
            if (i >= alice.window()) takeUntil(got, sends.get(i - alice.window()));
            var before = alice.window() > 1 && i > 0 ? text("m" + (i - 1)).key() : null;
            sends.add(alice.send(text("m" + i), before).toCompletableFuture());
        }
        for (var send : sends) {
            takeUntil(got, send);
            assertThat(send.join()).isEqualTo(new SendResult.Acknowledged());
        }

        List<String> expected = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) expected.add("m" + i);
        assertThat(got).isEqualTo(expected);
        assertThat(bob.receive()).isEmpty();
    }

    private void takeUntil(List<String> got, CompletableFuture<SendResult> send) {
        await().pollInterval(1, TimeUnit.MILLISECONDS).atMost(SOON).until(() -> {
            for (var one = bob.receive(); one.isPresent(); one = bob.receive()) {
                got.add(one.get().message().key().id());
                one.get().answer().accept(true);
            }
            return send.isDone();
        });
    }
}
