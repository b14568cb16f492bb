package io.bitchat.messages.fanout;

import io.bitchat.messages.inbox.GroupPlaces;
import io.bitchat.messages.realtime.GroupFrame;
import io.bitchat.messages.realtime.Hub;
import io.bitchat.messages.realtime.Parcel;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * Listens for group messages that other replicas stored and pushes them to the sockets here, with two reads per
 * notification.
 */
@ApplicationScoped
class ReplicaListener {
    private static final long PAUSE_MS = 1_000;

    private final Pool pool;
    private final GroupPlaces places;
    private final Hub hub;
    private final Vertx vertx;
    private final AtomicBoolean planned = new AtomicBoolean();
    private volatile boolean stopped;

    ReplicaListener(Pool pool, GroupPlaces places, Hub hub, Vertx vertx) {
        this.pool = pool;
        this.places = places;
        this.hub = hub;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent startup) {
        listen();
    }

    void stop(@Observes ShutdownEvent shutdown) {
        stopped = true;
    }

    private void listen() {
        if (stopped) return;
        pool.getConnection().call(this::listenOn).subscribe().with(_ -> {}, failure -> {
            Log.debugf("notifications of other replicas cannot be received, retrying cause=%s", failure);
            listenLater();
        });
    }

    /** A connection that fails while it begins to listen is closed as well, and tells both: one attempt is enough. */
    private void listenLater() {
        if (stopped || !planned.compareAndSet(false, true)) return;
        vertx.setTimer(PAUSE_MS, _ -> {
            planned.set(false);
            listen();
        });
    }

    private Uni<?> listenOn(SqlConnection connection) {
        var postgres = (PgConnection) connection.getDelegate();
        postgres.notificationHandler(told -> heard(told.getPayload()));
        postgres.closeHandler(_ -> listenLater());
        return connection
                .query("select current_schema()")
                .execute()
                .map(rows -> rows.iterator().next().getString(0))
                .flatMap(schema -> connection
                        .query("listen \"" + ReplicaNotifier.CHANNEL + schema + "\"")
                        .execute())
                .onFailure()
                .call(connection::close);
    }

    private void heard(String payload) {
        var ids = ReplicaNotifier.heard(payload, hub.replica());
        var peers = hub.peers();
        if (ids.isEmpty() || peers.isEmpty()) return;
        places.of(ids, peers)
                .subscribe()
                .with(this::push, failure -> Log.warnf("sockets not notified, they read later cause=%s", failure));
    }

    private void push(List<GroupPlaces.Placed> placed) {
        var frames = new HashMap<UUID, GroupFrame>();
        var byPeer = placed.stream()
                .collect(Collectors.groupingBy(
                        GroupPlaces.Placed::peerId,
                        Collectors.mapping(place -> parcel(place, frames), Collectors.toList())));
        byPeer.forEach(hub::committed);
    }

    private Parcel.OfGroup parcel(GroupPlaces.Placed placed, HashMap<UUID, GroupFrame> frames) {
        var message = placed.message();
        var frame = frames.computeIfAbsent(message.id(), _ -> hub.frame(message, () -> {}));
        return new Parcel.OfGroup(placed.place(), frame);
    }
}
