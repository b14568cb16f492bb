package io.bitchat.kit.outbox;

import io.bitchat.kit.commit.CommitListener;
import io.quarkus.logging.Log;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How the relay learns that something was committed: at once where it leads in this process, else by a notification to
 * the replica that leads. The notification is sent after the commit and not in it, because PostgreSQL lets transactions
 * that notify commit only one at a time. One that is lost in a crash is made good by the relay's idle look.
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

    /** A transaction that may have appended to the outbox is committed. */
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

    /** What commits from here on wakes again. */
    void forget() {
        permits.drainPermits();
    }

    void await(long millis) throws InterruptedException {
        var _ = permits.tryAcquire(millis, TimeUnit.MILLISECONDS);
    }

    /** At most one is on its way; what commits meanwhile shares the next. */
    private void notifyLeader() {
        if (!notifying.compareAndSet(false, true)) {
            again.set(true);
            return;
        }
        pool.query(NOTIFY).execute().subscribe().with(_ -> notified(), failure -> {
            Log.debugf("relay not notified, it will look by itself cause=%s", failure);
            notified();
        });
    }

    private void notified() {
        notifying.set(false);
        if (again.getAndSet(false)) committed();
    }
}
