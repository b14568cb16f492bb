package io.bitchat.bench.rooms;

import io.bitchat.api.PeerSockets;
import io.bitchat.bench.load.Await;
import io.bitchat.bench.suite.Driver;
import io.bitchat.bench.suite.Peer;
import io.bitchat.rooms.wire.ChunkFrameCodec;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** State that the measurements of rooms share. */
final class RoomBench {
    static final Duration LONG = Duration.ofMinutes(10);
    private final Vertx vertx;
    private final Driver driver;
    private final PeerSockets sockets;
    private int made;

    RoomBench(Vertx vertx, Driver driver) {
        this.vertx = vertx;
        this.driver = driver;
        sockets = new PeerSockets(vertx, driver.suite().api(), ChunkFrameCodec.MAX_BYTES);
    }

    /** A way to the suite that can be cut. */
    CutRelay relay() {
        return new CutRelay(vertx, driver.suite().api());
    }

    PeerSockets through(CutRelay relay) {
        return new PeerSockets(vertx, relay.url(), ChunkFrameCodec.MAX_BYTES);
    }

    Driver driver() {
        return driver;
    }

    /** One transfer that is offered: its sender and its receivers, all connected, and none has accepted. */
    record Room(RoomDevice sender, List<RoomDevice> receivers, List<Peer> peers, ChunkMessages file)
            implements AutoCloseable {
        Future<Void> start() {
            receivers.forEach(RoomDevice::accept);
            return Future.all(receivers.stream().map(RoomDevice::done).toList()).mapEmpty();
        }

        @Override
        public void close() {
            sender.close();
            receivers.forEach(RoomDevice::close);
        }
    }

    /** Opens sockets for a new transfer in a new room, and offers it. */
    Room room(int receivers, long size) {
        return room(Collections.nCopies(receivers + 1, sockets), size);
    }

    /** @param ways the way of the sender to the suite, and then of each receiver */
    Room room(List<PeerSockets> ways, long size) {
        int receivers = ways.size() - 1;
        var name = driver.fresh("room" + made++);
        var ids = new ArrayList<String>();
        for (int i = 0; i <= receivers; i++) ids.add(name + "-" + i);
        var peers = driver.peers(ids);
        var file = new ChunkMessages(UUID.randomUUID(), size);
        var sender = new RoomDevice(ways.getFirst(), peers.getFirst(), name, file);
        var others = new ArrayList<RoomDevice>();
        for (int i = 1; i <= receivers; i++) others.add(new RoomDevice(ways.get(i), peers.get(i), name, file));
        Await.result(onLoop(sender::open), LONG);
        var driverApi = driver.api();
        for (var peer : peers.subList(1, peers.size())) {
            Await.result(driverApi.invite(peers.getFirst(), name, peer.id()), LONG);
        }
        for (var receiver : others) Await.result(onLoop(receiver::open), LONG);
        Await.result(onLoop(() -> sender.offer(receivers == 1 ? peers.getLast().id() : null)), LONG);
        return new Room(sender, others, peers, file);
    }

    /** Starts work on the event loop. */
    <T> Future<T> onLoop(Supplier<Future<T>> work) {
        var done = Promise.<T>promise();
        driver.loop().runOnContext(_ -> work.get().onComplete(done));
        return done.future();
    }

    /** Lets all receivers accept, and waits for the end; megabytes (10⁶ bytes) per second. */
    double transfer(Room room) {
        long began = System.nanoTime();
        Await.result(onLoop(room::start), LONG);
        return room.file().chunking().size() * 1e3 / (System.nanoTime() - began);
    }
}
