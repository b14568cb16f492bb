package io.bitchat.edge.queue;

import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.ReasonCode;
import io.bitchat.transport.outbox.Entry;
import io.bitchat.transport.outbox.Finished;
import io.bitchat.transport.outbox.Holder;
import io.bitchat.transport.outbox.Outbox;
import io.bitchat.transport.outbox.OutboxLimits;
import io.bitchat.transport.outbox.RetryPause;
import io.bitchat.transport.outbox.Whereabouts;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * The messages that wait on this node, on its disk. A deposit is answered when it is on the disk (fsync): whatever is
 * asked meanwhile travels in the same commit. What leaves is remembered, so that a repeated deposit is recognised.
 *
 * <p>All decisions are those of {@link Outbox}, and are made on one thread, which also writes. Calls return at once and
 * are safe from any thread; answers come on the thread of the queue.
 */
public final class DiskQueue implements AutoCloseable {
    private static final int MAX_WAITING = 20_000;
    private static final long MAX_WAITING_BYTES = 32L << 20;

    private final Mailbox mailbox = new Mailbox(MAX_WAITING, MAX_WAITING_BYTES);
    private final QueueFile file;
    private final QueueWorker worker;
    private final Thread thread;

    private DiskQueue(QueueFile file, Outbox outbox, InstantSource clock) {
        this.file = file;
        this.worker = new QueueWorker(mailbox, file, outbox, clock);
        this.thread = Thread.ofPlatform().name("edge-queue").unstarted(worker);
    }

    /**
     * What a queue needs.
     *
     * @param file of the queue, which is made if there is none; no other process may have it open
     */
    public record Setup(
            Path file, OutboxLimits limits, RetryPause pause, InstantSource clock, RandomGenerator random) {}

    /**
     * Opens the queue with what was in it. What is asked of it waits for {@link #begin}.
     *
     * @throws IOException if another process has the file open, or it is damaged, or of a newer release
     */
    public static DiskQueue open(Setup setup) throws IOException {
        try {
            var file = QueueFile.open(setup.file(), setup.limits());
            var outbox = new Outbox(setup.limits(), setup.pause(), setup.random());
            var content = file.load();
            outbox.restore(content.entries(), content.finished());
            return new DiskQueue(file, outbox, setup.clock());
        } catch (SQLException e) {
            throw new IOException("the queue " + setup.file() + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /** Begins to work, once; from now on the listener is called. */
    public void begin(QueueListener listener) {
        worker.use(listener);
        thread.start();
    }

    /** A message that goes next. */
    public record Outgoing(Entry entry, Message message) {}

    /**
     * Puts a message into the queue.
     *
     * @param depositor who puts it here, as an id; limits count per depositor
     */
    public CompletionStage<Deposited> deposit(Message message, String depositor) {
        var done = new CompletableFuture<Deposited>();
        if (!mailbox.offer(new Task.Deposit(message, depositor, done))) {
            done.complete(new Deposited.Refused(ReasonCode.QUEUE_BUSY));
        }
        return done;
    }

    /** The messages that go next: the first ones of one sender to one receiver, in their order. */
    public CompletionStage<List<Outgoing>> next(int max) {
        return ask((decisions, now) -> {
            var entries = decisions.next(max, now);
            try {
                return read(entries, now);
            } catch (SQLException e) {
                // the first takes those behind it along: all wait again
                decisions.failed(entries.getFirst().key(), ReasonCode.STORAGE_FAILED, now);
                throw e;
            }
        });
    }

    private List<Outgoing> read(List<Entry> entries, Instant now) throws SQLException {
        List<Outgoing> outgoing = new ArrayList<>();
        for (var entry : entries) {
            var message = file.message(entry.key(), now)
                    .orElseThrow(() -> new SQLException("the queue has lost " + entry.key()));
            outgoing.add(new Outgoing(entry, message));
        }
        return outgoing;
    }

    /**
     * Somebody has acknowledged the message, and answers for it from now on.
     *
     * @return whether it was here; answered when the disk knows. If that fails, it is tried again with each commit
     */
    public CompletionStage<Boolean> handedOver(MessageKey key, Holder to) {
        return leave((decisions, now) -> decisions.handedOver(key, to, now));
    }

    /** The message can never be sent: it is given up. */
    public CompletionStage<Boolean> refused(MessageKey key, ReasonCode reason) {
        return leave((decisions, now) -> decisions.refused(key, reason, now));
    }

    private CompletionStage<Boolean> leave(BiFunction<Outbox, Instant, Optional<Finished>> decision) {
        var done = new CompletableFuture<Boolean>();
        offer(new Task.Leave(decision, done));
        return done;
    }

    /** The message could not be sent now; empty if it was not in flight, else when it is tried again. */
    public CompletionStage<Optional<Instant>> failed(MessageKey key, ReasonCode reason) {
        return ask((decisions, now) -> decisions.failed(key, reason, now));
    }

    /** A transport has become available: every pause ends. */
    public CompletionStage<Void> transportAvailable() {
        return tell(Outbox::transportAvailable);
    }

    /** A peer has come into reach: pauses of messages to it end. */
    public CompletionStage<Void> receiverSeen(String receiver) {
        return tell(decisions -> decisions.receiverSeen(receiver));
    }

    /** Where a message is. */
    public CompletionStage<Whereabouts> where(MessageKey key) {
        return ask((decisions, now) -> decisions.where(key));
    }

    /** How much the queue holds. */
    public record Size(int messages, long bytes) {}

    public CompletionStage<Size> size() {
        return ask((decisions, now) -> new Size(decisions.messages(), decisions.bytes()));
    }

    private CompletionStage<Void> tell(Consumer<Outbox> news) {
        CompletionStage<Boolean> told = ask((decisions, now) -> {
            news.accept(decisions);
            return true;
        });
        return told.thenAccept(_ -> worker.somethingChanged());
    }

    private <T> CompletionStage<T> ask(Task.Ask.Question<T> question) {
        var done = new CompletableFuture<T>();
        offer(new Task.Ask<>(question, done));
        return done;
    }

    private void offer(Task task) {
        if (!mailbox.offer(task)) task.fail(new IOException("the queue is busy"));
    }

    /** Finishes what was asked before, and closes the file. */
    @Override
    public void close() {
        worker.stop();
        if (thread.getState() == Thread.State.NEW) thread.start(); // it answers what was asked, and closes
        var _ = size(); // wakes the thread
        try {
            if (!thread.join(Duration.ofSeconds(30))) thread.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
