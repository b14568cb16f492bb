package io.bitchat.edge.inbox;

import io.bitchat.edge.notice.RareNotice;
import io.bitchat.transport.Message;
import io.bitchat.transport.TransportId;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages that have arrived for this node, in a file, until somebody removes them. What arrives together is committed
 * together. Calls return at once and are safe from any thread; answers come on the thread of the inbox.
 */
public final class Inbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    private static final int MAX_TASKS = 1_000;
    private static final int BATCH = 256;

    private final InboxFile file;
    private final InstantSource clock;
    private final BlockingQueue<Task> tasks = new ArrayBlockingQueue<>(MAX_TASKS);
    private final Thread thread = Thread.ofPlatform().name("edge-inbox").unstarted(this::work);
    private final RareNotice refusals = new RareNotice(Duration.ofMinutes(1), System::nanoTime);
    private volatile boolean stopping;
    private volatile boolean ended;

    private sealed interface Task {
        void fail(Throwable cause);

        record Add(Message message, TransportId by, CompletableFuture<Boolean> done) implements Task {
            @Override
            public void fail(Throwable cause) {
                done.completeExceptionally(cause);
            }
        }

        record Ask<T>(Question<T> question, CompletableFuture<T> done) implements Task {
            void answer(InboxFile file) {
                try {
                    done.complete(question.answer(file));
                } catch (SQLException e) {
                    // an outage for whoever asks, such as a full disk
                    fail(new IOException("the inbox cannot be read or written: " + e.getMessage(), e));
                } catch (RuntimeException e) {
                    fail(e);
                }
            }

            @Override
            public void fail(Throwable cause) {
                done.completeExceptionally(cause);
            }
        }
    }

    private interface Question<T> {
        T answer(InboxFile file) throws SQLException;
    }

    private Inbox(InboxFile file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    /**
     * Opens an inbox with what was in it.
     *
     * @throws IOException if another process has the file open, or it is damaged, or of a newer release
     */
    public static Inbox open(Path file, InboxLimits limits, InstantSource clock) throws IOException {
        try {
            var inbox = new Inbox(new InboxFile(file, limits), clock);
            inbox.thread.start();
            return inbox;
        } catch (SQLException e) {
            throw new IOException("the inbox " + file + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /** Adds a message. True if it is safe now, or was before; false if there is no room, so that its sender keeps it. */
    public CompletionStage<Boolean> add(Message message, TransportId by) {
        var done = new CompletableFuture<Boolean>();
        if (!tasks.offer(new Task.Add(message, by, done))) done.complete(false);
        if (ended) failRest();
        return done;
    }

    /**
     * The messages behind a number, the oldest first.
     *
     * @param number of the last one that is known; 0 for all
     */
    public CompletionStage<List<Arrived>> after(long number, int limit) {
        return ask(inbox -> inbox.after(number, limit));
    }

    /** Removes the messages up to a number; returns how many there were. They are still recognised if they come again. */
    public CompletionStage<Integer> remove(long through) {
        return ask(inbox -> inbox.remove(through, clock.instant()));
    }

    /** How much an inbox holds. */
    public record Size(int messages, long bytes) {}

    public CompletionStage<Size> size() {
        return ask(inbox -> new Size(inbox.messages(), inbox.bytes()));
    }

    private <T> CompletionStage<T> ask(Question<T> question) {
        var done = new CompletableFuture<T>();
        if (!tasks.offer(new Task.Ask<>(question, done))) {
            done.completeExceptionally(new IOException("the inbox is busy"));
        }
        if (ended) failRest();
        return done;
    }

    private void work() {
        try {
            while (!stopping) performOrFail(next());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end();
        }
    }

    private List<Task> next() throws InterruptedException {
        List<Task> batch = new ArrayList<>();
        var first = tasks.poll(1, TimeUnit.SECONDS);
        if (first == null) return batch;
        batch.add(first);
        tasks.drainTo(batch, BATCH - 1);
        return batch;
    }

    /** A bug costs these tasks their answers, and not all later ones the thread. */
    private void performOrFail(List<Task> batch) {
        try {
            perform(batch);
        } catch (RuntimeException e) {
            LOG.error("a bug in the inbox: tasks failed count={}", batch.size(), e);
            batch.forEach(task -> task.fail(e));
        }
    }

    private void perform(List<Task> batch) {
        List<Task.Add> added = new ArrayList<>();
        try {
            for (var task : batch) {
                if (!(task instanceof Task.Add add)) continue;
                if (file.hasRoomFor(add.message())) {
                    file.add(add.message(), add.by(), clock.instant());
                    added.add(add);
                } else {
                    refused(add.message());
                    add.done().complete(false);
                }
            }
            if (!added.isEmpty()) file.commit();
            added.forEach(add -> add.done().complete(true));
        } catch (SQLException e) {
            LOG.error("the inbox cannot be written messages={}", added.size(), e);
            for (var task : batch) if (task instanceof Task.Add add) add.done().complete(false);
        }
        for (var task : batch) if (task instanceof Task.Ask<?> ask) ask.answer(file);
    }

    /** A sender repeats what was refused, so a line for each would fill the log. */
    private void refused(Message message) {
        refusals.next()
                .ifPresent(count -> LOG.warn(
                        "the inbox is full, so messages stay with their senders count={} last={}",
                        count,
                        message.key()));
    }

    private void end() {
        try {
            file.close();
        } catch (SQLException e) {
            LOG.error("the inbox could not be closed", e);
        }
        ended = true;
        failRest();
    }

    /** Nobody works any more: what is asked after the end is answered by whoever asks. */
    private void failRest() {
        List<Task> left = new ArrayList<>();
        tasks.drainTo(left);
        left.forEach(task -> task.fail(new IOException("the inbox is closed")));
    }

    /** Ends after what is being done. */
    @Override
    public void close() {
        stopping = true;
        var _ = tasks.offer(new Task.Ask<>(InboxFile::messages, new CompletableFuture<>())); // wakes the thread
        try {
            if (!thread.join(Duration.ofSeconds(10))) thread.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
