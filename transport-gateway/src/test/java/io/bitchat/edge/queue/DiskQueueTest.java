package io.bitchat.edge.queue;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.bitchat.crypto.Bytes;
import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.Privacy;
import io.bitchat.transport.ReasonCode;
import io.bitchat.transport.TransportId;
import io.bitchat.transport.Wishes;
import io.bitchat.transport.outbox.Finished;
import io.bitchat.transport.outbox.Holder;
import io.bitchat.transport.outbox.OutboxLimits;
import io.bitchat.transport.outbox.RetryPause;
import io.bitchat.transport.outbox.Whereabouts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskQueueTest {
    private static final OutboxLimits LIMITS = new OutboxLimits(100, 1 << 20, 60, 1 << 19, 20, Duration.ofHours(1));

    @TempDir
    Path folder;

    private final List<Finished> expired = new CopyOnWriteArrayList<>();
    private volatile Instant now = Instant.parse("2026-11-29T12:00:00Z");
    private DiskQueue queue;

    @BeforeEach
    void open() throws IOException {
        queue = DiskQueue.open(setup());
        queue.begin(new QueueListener() {
            @Override
            public void ready() {}

            @Override
            public void expired(Finished finished) {
                expired.add(finished);
            }
        });
    }

    @AfterEach
    void close() {
        queue.close();
    }

    private DiskQueue.Setup setup() {
        InstantSource clock = () -> now;
        return new DiskQueue.Setup(folder.resolve("queue.db"), LIMITS, RetryPause.defaults(), clock, new Random(1));
    }

    private void restart() throws IOException {
        queue.close();
        open();
    }

    @Test
    void whatWasDepositedIsThereAfterARestartAsItWas() throws Exception {
        var wishes = Wishes.NONE
                .withPrivacy(Privacy.PREFERRED)
                .withPreference(TransportId.MESH)
                .withStrict(true);
        var message = message("1").withType("text.v1").withWishes(wishes).asUnverified();
        assertThat(of(queue.deposit(message, "alice"))).isEqualTo(new Deposited.Stored());

        now = now.plusSeconds(10);
        restart();

        var next = of(queue.next(5));
        assertThat(next).extracting(DiskQueue.Outgoing::message).containsExactly(message.aged(Duration.ofSeconds(10)));
        assertThat(next.getFirst().entry().depositor()).isEqualTo("alice");
    }

    @Test
    void messagesOfASenderLeaveInTheOrderOfTheirDepositAlsoAfterARestart() throws Exception {
        for (int i = 0; i < 20; i++) of(queue.deposit(message("m" + i), "alice"));
        restart();

        List<String> ids = new ArrayList<>();
        for (var batch = of(queue.next(7)); !batch.isEmpty(); batch = of(queue.next(7))) {
            for (var one : batch) {
                ids.add(one.message().key().id());
                assertThat(of(queue.handedOver(one.message().key(), new Holder.Receiver())))
                        .isTrue();
            }
        }

        assertThat(ids).hasSize(20);
        for (int i = 0; i < 20; i++) assertThat(ids.get(i)).isEqualTo("m" + i);
        assertThat(of(queue.size())).isEqualTo(new DiskQueue.Size(0, 0));
    }

    @Test
    void whatHasLeftIsRecognisedAndNotSentAgain() throws Exception {
        of(queue.deposit(message("1"), "alice"));
        of(queue.next(1));
        of(queue.handedOver(key("1"), new Holder.Node("roof")));
        restart();

        var again = of(queue.deposit(message("1"), "alice"));

        assertThat(again).isInstanceOfSatisfying(Deposited.Duplicate.class, duplicate -> assertThat(duplicate.where())
                .isInstanceOfSatisfying(Whereabouts.Gone.class, gone -> assertThat(
                                gone.finished().end())
                        .isEqualTo(new Finished.End.HandedOver(new Holder.Node("roof")))));
        assertThat(of(queue.next(1))).isEmpty();
        assertThat(of(queue.handedOver(key("1"), new Holder.Receiver()))).isFalse();
    }

    @Test
    void anIdWithAnotherContentIsRefused() throws Exception {
        of(queue.deposit(message("1"), "alice"));

        assertThat(of(queue.deposit(message("1").withType("other"), "alice")))
                .isEqualTo(new Deposited.Refused(ReasonCode.ID_CONFLICT));
    }

    @Test
    void aFullQueueSaysWhichLimitWasReached() throws Exception {
        for (int i = 0; i < 60; i++) of(queue.deposit(message("a" + i), "alice"));

        assertThat(of(queue.deposit(message("a60"), "alice")))
                .isEqualTo(new Deposited.Refused(ReasonCode.DEPOSITOR_FULL_MESSAGES));
        for (int i = 0; i < 40; i++)
            assertThat(of(queue.deposit(message("b" + i), "bob"))).isEqualTo(new Deposited.Stored());
        assertThat(of(queue.deposit(message("b40"), "bob")))
                .isEqualTo(new Deposited.Refused(ReasonCode.QUEUE_FULL_MESSAGES));
    }

    @Test
    void theTtlGoesOnWhileTheNodeIsOff() throws Exception {
        of(queue.deposit(message("short").withTtl(Duration.ofSeconds(5)), "alice"));
        queue.close();
        now = now.plusSeconds(6);
        open();

        await().atMost(Duration.ofSeconds(10)).until(() -> expired.size() == 1);

        assertThat(expired.getFirst().end())
                .isEqualTo(new Finished.End.Failed(ReasonCode.EXPIRED, ReasonCode.WAITS_ITS_TURN));
        restart();
        assertThat(of(queue.where(key("short")))).isInstanceOf(Whereabouts.Gone.class);
        assertThat(of(queue.size()).messages()).isZero();
    }

    @Test
    void whatFailedWaitsInItsPlaceAndGoesWhenATransportComesBack() throws Exception {
        of(queue.deposit(message("1"), "alice"));
        of(queue.deposit(message("2"), "alice"));
        of(queue.next(2));

        assertThat(of(queue.failed(key("1"), ReasonCode.TRANSPORT_LOST))).isPresent();
        assertThat(of(queue.next(2))).isEmpty();
        of(queue.transportAvailable());

        assertThat(of(queue.next(2)))
                .extracting(one -> one.message().key().id())
                .containsExactly("1", "2");
    }

    @Test
    void onlyARecentPastIsRemembered() throws Exception {
        for (int i = 0; i < 25; i++) {
            of(queue.deposit(message("m" + i), "alice"));
            of(queue.next(1));
            of(queue.handedOver(key("m" + i), new Holder.Receiver()));
        }
        restart();

        assertThat(of(queue.where(key("m4")))).isInstanceOf(Whereabouts.Unknown.class);
        assertThat(of(queue.where(key("m5")))).isInstanceOf(Whereabouts.Gone.class);
    }

    @Test
    void aFileBelongsToOneQueue() {
        assertThatThrownBy(() -> DiskQueue.open(setup()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("queue.db cannot be opened")
                .hasMessageContaining("locked");
    }

    @Test
    void aClosedQueueAnswersThatItIsClosed() {
        queue.close();

        assertThatThrownBy(() -> of(queue.size())).hasRootCauseInstanceOf(IOException.class);
        assertThat(queue.deposit(message("1"), "alice").toCompletableFuture().join())
                .isEqualTo(new Deposited.Refused(ReasonCode.QUEUE_BUSY));
    }

    private static <T> T of(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, SECONDS);
    }

    private static MessageKey key(String id) {
        return new MessageKey("alice", id, "bob");
    }

    private Message message(String id) {
        return Message.of(key(id), Bytes.copyOf(("hello " + id).getBytes()), now);
    }
}
