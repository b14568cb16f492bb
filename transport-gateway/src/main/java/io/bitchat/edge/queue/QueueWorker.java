package io.bitchat.edge.queue;

import io.bitchat.transport.MessageKey;
import io.bitchat.transport.ReasonCode;
import io.bitchat.transport.outbox.Admission;
import io.bitchat.transport.outbox.Finished;
import io.bitchat.transport.outbox.Outbox;
import io.bitchat.transport.outbox.Whereabouts;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread of a queue: takes tasks, decides, writes all changes in one commit, and answers then. */
final class QueueWorker implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(QueueWorker.class);
    private static final int BATCH = 500;
    /** Longest pause without a look at the clock, and the pause after a failed commit. */
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final Mailbox mailbox;
    private final QueueFile file;
    private final Outbox outbox;
    private final InstantSource clock;
    /** What the disk has not taken, although it has happened; part of each commit until it does. No deposits meanwhile. */
    private final List<Change> owed = new ArrayList<>();
    /** Who waits for that. */
    private final List<Task.Leave> owing = new ArrayList<>();

    private volatile boolean stopping;
    private QueueListener listener = new NoListener();

    /** For a queue that is closed before it has begun. */
    private static final class NoListener implements QueueListener {
        @Override
        public void ready() {}

        @Override
        public void expired(Finished finished) {}
    }

    QueueWorker(Mailbox mailbox, QueueFile file, Outbox outbox, InstantSource clock) {
        this.mailbox = mailbox;
        this.file = file;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** To be called before the thread starts. */
    void use(QueueListener one) {
        listener = one;
    }

    void stop() {
        stopping = true;
    }

    /** Called on this thread. */
    void somethingChanged() {
        listener.ready();
    }

    @Override
    public void run() {
        try {
            guarded(listener::ready);
            while (true) {
                boolean last = stopping;
                var tasks = mailbox.take(BATCH, last ? 0 : patience());
                if (tasks.isEmpty() && last) break;
                performOrFail(tasks);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end();
        }
    }

    private long patience() {
        var wake = owed.isEmpty() ? outbox.nextWake() : Optional.<Instant>empty();
        var pause = wake.map(at -> Duration.between(clock.instant(), at)).orElse(LONGEST);
        return Math.clamp(pause.toMillis(), 1, LONGEST.toMillis());
    }

    /** A bug costs these tasks their answers, and not all later ones the thread. */
    private void performOrFail(List<Task> tasks) {
        try {
            perform(tasks);
        } catch (RuntimeException e) {
            LOG.error("a bug in the queue: tasks failed count={}", tasks.size(), e);
            tasks.forEach(task -> task.fail(e));
        }
    }

    private void perform(List<Task> tasks) {
        var batch = new Batch(clock.instant());
        for (var task : tasks) batch.decide(task);
        var expired = outbox.expire(batch.now);
        for (var one : expired) batch.changes.add(new Change.Left(one));
        batch.commit();
        for (var task : tasks) {
            if (task instanceof Task.Ask<?> ask) ask.answer(outbox, batch.now);
        }
        expired.forEach(this::tell);
        if (batch.anyStored || tasks.isEmpty()) guarded(listener::ready);
    }

    private void tell(Finished finished) {
        guarded(() -> listener.expired(finished));
    }

    private static void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            LOG.error("a listener of the queue failed", e);
        }
    }

    /** The changes of one commit, and who waits for it. */
    private final class Batch {
        private final Instant now;
        private final List<Change> changes = new ArrayList<>(owed);
        private final List<Task.Deposit> deposits = new ArrayList<>();
        private final List<Task.Leave> leaving = new ArrayList<>();
        private final List<Runnable> answers = new ArrayList<>();
        private boolean anyStored;

        Batch(Instant now) {
            this.now = now;
        }

        void decide(Task task) {
            switch (task) {
                case Task.Deposit deposit -> admit(deposit);
                case Task.Leave leave -> {
                    var finished = leave.decision().apply(outbox, now);
                    if (finished.isPresent()) leaving.add(leave);
                    else answers.add(() -> leave.done().complete(false));
                    finished.ifPresent(one -> changes.add(new Change.Left(one)));
                }
                case Task.Ask<?> _ -> {} // answered after the commit, so that it sees what is stored
            }
        }

        private void admit(Task.Deposit deposit) {
            if (!owed.isEmpty()) {
                answers.add(() -> deposit.done().complete(new Deposited.Refused(ReasonCode.STORAGE_FAILED)));
                return;
            }
            switch (outbox.admit(deposit.message(), deposit.depositor(), now)) {
                case Admission.Store(var entry) -> {
                    changes.add(new Change.Stored(entry, deposit.message()));
                    deposits.add(deposit);
                }
                case Admission.Duplicate _ ->
                    // maybe of a message of this very commit, which may fail
                    answers.add(() -> deposit.done().complete(known(key(deposit))));
                case Admission.Refused(var reason) ->
                    answers.add(() -> deposit.done().complete(new Deposited.Refused(reason)));
            }
        }

        void commit() {
            try {
                if (!changes.isEmpty()) file.commit(changes, now);
                owed.clear();
                owing.forEach(leave -> leave.done().complete(true));
                owing.clear();
                leaving.forEach(leave -> leave.done().complete(true));
                for (var deposit : deposits) outbox.stored(key(deposit));
                for (var deposit : deposits) deposit.done().complete(new Deposited.Stored());
                anyStored = !deposits.isEmpty();
            } catch (SQLException e) {
                failed(e);
            }
            answers.forEach(Runnable::run);
        }

        /** Deposits never happened. What has left is owed to the disk, and would come back after a crash. */
        private void failed(SQLException e) {
            LOG.error("the queue cannot be written changes={}", changes.size(), e);
            owing.addAll(leaving);
            owed.clear();
            for (var change : changes) {
                owed.add(change instanceof Change.Stored(var entry, var _) ? new Change.Undone(entry.key()) : change);
            }
            for (var deposit : deposits) {
                outbox.notStored(key(deposit));
                deposit.done().complete(new Deposited.Refused(ReasonCode.STORAGE_FAILED));
            }
        }

        private Deposited known(MessageKey key) {
            var where = outbox.where(key);
            return where instanceof Whereabouts.Unknown
                    ? new Deposited.Refused(ReasonCode.STORAGE_FAILED)
                    : new Deposited.Duplicate(where);
        }

        private MessageKey key(Task.Deposit deposit) {
            return deposit.message().key();
        }
    }

    private void end() {
        try {
            if (!owed.isEmpty()) file.commit(owed, clock.instant());
            owing.forEach(leave -> leave.done().complete(true));
        } catch (SQLException e) {
            LOG.error("the queue was closed, but {} changes could not be written", owed.size(), e);
            owing.forEach(leave -> leave.fail(e));
        }
        try {
            file.close();
        } catch (SQLException e) {
            LOG.error("the queue could not be closed", e);
        }
        mailbox.close();
        var closed = new IOException("the queue is closed");
        try {
            for (var left = mailbox.take(BATCH, 0); !left.isEmpty(); left = mailbox.take(BATCH, 0)) {
                left.forEach(task -> task.fail(closed));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
