package io.bitchat.messages.fanout;

import io.bitchat.messages.realtime.Hub;
import io.quarkus.logging.Log;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * Notifies the other replicas of committed group messages, so that they push them to their sockets. The notification
 * follows the commit and is not part of it, because PostgreSQL serialises commits of transactions that notify
 * (docs/adr/0007). A notification lost in a crash is made good by the periodic check of last places.
 */
@ApplicationScoped
class ReplicaNotifier {
    static final String CHANNEL = "fanout_";

    /** A UUID has 36 characters; a notification payload must be shorter than 8,000 bytes. */
    private static final int MAX_IDS = 200;

    /** Losing a notification in a crash is harmless, so the commit does not wait for the disk. */
    private static final String NOTIFY = """
            select set_config('synchronous_commit', 'off', true), pg_notify('fanout_' || current_schema(), $1)
            """;

    private final Pool pool;
    private final Hub hub;
    private final ConcurrentLinkedQueue<UUID> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean notifying = new AtomicBoolean();

    ReplicaNotifier(Pool pool, Hub hub) {
        this.pool = pool;
        this.hub = hub;
    }

    /** At most one notification is in flight; messages that commit meanwhile share the next one. */
    void others(Collection<UUID> messages) {
        waiting.addAll(messages);
        call();
    }

    private void call() {
        if (waiting.isEmpty() || !notifying.compareAndSet(false, true)) return;
        pool.preparedQuery(NOTIFY).execute(Tuple.of(payload())).subscribe().with(_ -> called(), failure -> {
            Log.debugf("replicas could not be notified, they poll anyway cause=%s", failure);
            called();
        });
    }

    private void called() {
        notifying.set(false);
        call();
    }

    private String payload() {
        var ids = new ArrayList<String>();
        for (var id = waiting.poll(); id != null; id = ids.size() < MAX_IDS ? waiting.poll() : null) {
            ids.add(id.toString());
        }
        return hub.replica() + ids.stream().collect(Collectors.joining(",", " ", ""));
    }

    /** Parses {@link #payload}; empty if this replica sent it. */
    static List<UUID> heard(String payload, String replica) {
        int blank = payload.indexOf(' ');
        if (blank < 0 || blank + 1 == payload.length() || payload.startsWith(replica)) return List.of();
        return java.util.Arrays.stream(payload.substring(blank + 1).split(",", -1))
                .map(UUID::fromString)
                .toList();
    }
}
