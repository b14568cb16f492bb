package io.bitchat.kit.outbox;

import io.bitchat.kit.commit.CommitListener;
import io.quarkus.logging.Log;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Notifies the relay of commits: directly if it leads in this process, else with a PostgreSQL notification to the
 * leading replica. The notification is sent after the commit and not within it, because PostgreSQL serializes the
 * commits of transactions that notify. If a crash loses a notification, the relay finds the events by its idle poll.
 */
@ApplicationScoped
public class OutboxNotifier implements CommitListener {
    private static final String NOTIFY = "select pg_notify('outbox_' || current_schema(), '')";

    private final Pool pool;
    private final Semaphore permits = new Semaphore(0);
    private final AtomicBoolean notifying = new AtomicBoolean();
    private final AtomicBoolean again = new AtomicBoolean();
    private volatile boolean leading;

    OutboxNotifier(Pool pool) {
        this.pool = pool;
    }

    /** Called after the commit of a transaction that may have appended to the outbox. */
    @Override
    public void committed() {
        if (leading) wake();
        else notifyLeader();
    }

    void leading(boolean here) {
        leading = here;
    }

    boolean isLeading() {
        return leading;
    }

    void wake() {
        if (permits.availablePermits() == 0) permits.release();
    }

    /** Clears pending notifications; later commits notify again. */
    void forget() {
        permits.drainPermits();
    }

    void await(long millis) throws InterruptedException {
        var _ = permits.tryAcquire(millis, TimeUnit.MILLISECONDS);
    }

    /** Sends at most one notification at a time; commits meanwhile share the next one. */
    private void notifyLeader() {
        if (!notifying.compareAndSet(false, true)) {
            again.set(true);
            return;
        }
        pool.query(NOTIFY).execute().subscribe().with(_ -> notified(), failure -> {
            Log.debugf("outbox relay could not be notified, it polls anyway cause=%s", failure);
            notified();
        });
    }

    private void notified() {
        notifying.set(false);
        if (again.getAndSet(false)) committed();
    }
}
