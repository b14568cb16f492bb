package io.bitchat.groups.federation.invitation;

import io.bitchat.groups.federation.scoring.Overload;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;

/**
 * Database work for invitations and their answers, done one at a time, so that a site that floods invitations cannot
 * use up the database connections. Work that finds no room is dropped; sites repeat it. Thread-safe.
 */
@ApplicationScoped
class InvitationQueue {
    private static final int MAX_WAITING = 256;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Overload overload;
    private final Queue<Supplier<Uni<Void>>> waiting = new ArrayDeque<>();
    private boolean busy;

    InvitationQueue(Overload overload) {
        this.overload = overload;
    }

    void add(Supplier<Uni<Void>> task) {
        synchronized (this) {
            if (waiting.size() >= MAX_WAITING) {
                overload.invitation();
                return;
            }
            waiting.add(task);
            if (busy) return;
            busy = true;
        }
        next();
    }

    private void next() {
        Supplier<Uni<Void>> task;
        synchronized (this) {
            task = waiting.poll();
            busy = task != null;
        }
        if (task == null) return;
        Uni.createFrom()
                .deferred(task::get)
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .subscribe()
                .with(_ -> next(), failure -> {
                    Log.warnf("invitation task failed, sites repeat it cause=%s", failure);
                    next();
                });
    }
}
