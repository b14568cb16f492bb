package io.bitchat.terminal.rooms;

import io.bitchat.rooms.Chunking;
import io.bitchat.rooms.client.ChunkSender;
import io.bitchat.terminal.Failure;
import io.bitchat.terminal.Site;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends a file to the receivers of one offer. Runs on the event loop. */
final class Sending implements RoomSocket.Listener {
    /** Chunks that are read at a time, and times that are read ahead. */
    private static final int CHUNKS_AT_A_TIME = 8;

    private static final int READ_AHEAD = 2;
    /** Ticks without credits after which another connection may help. */
    private static final int PATIENCE_TICKS = 3;

    /** Frames that are kept until the offer has come back; two or three come. */
    private static final int MAX_EARLY = 64;

    private final Vertx vertx;
    private final Offering offering;
    private final OfferedFile file;
    private final SendView view;
    private final TransferEnd end;
    private final RoomSocket socket;
    private final Promise<Void> done = Promise.promise();
    /** Null until the offer has come back. */
    private @Nullable ChunkSender engine;

    /** What came on this connection before the offer: the credits of a transfer that an earlier run has begun. */
    private final ArrayDeque<JsonObject> early = new ArrayDeque<>();

    private Chunking chunking;
    /** Counts connections: what was read for an earlier one is not sent. */
    private int connection;

    private int reading;
    private int idleTicks;

    Sending(Vertx vertx, Site site, Offering offering, OfferedFile file, SendView view) {
        this.vertx = vertx;
        this.offering = offering;
        this.file = file;
        this.view = view;
        chunking = new Chunking(file.size(), Chunking.MAX_CHUNK_SIZE);
        end = new TransferEnd(site, offering.room(), offering.transfer(), offering.sender());
        socket = new RoomSocket(vertx, site, offering.sender(), this);
    }

    /** Completes when the transfer is completed; fails with a {@link Failure} otherwise. */
    Future<Void> run() {
        vertx.runOnContext(_ -> socket.connect());
        return done.future().onComplete(_ -> socket.close());
    }

    // --- the socket

    @Override
    public void opened() {
        connection++;
        early.clear();
        if (engine != null) engine.reconnected();
        socket.say(new JsonObject().put("type", "join-room").put("room_id", offering.room()));
    }

    @Override
    public void lost() {
        connection++;
        view.waiting();
    }

    @Override
    public void heard(Buffer message) {
        // a sender gets no chunks
    }

    @Override
    public void drained() {
        pump();
    }

    @Override
    public void failed(Throwable cause) {
        done.tryFail(cause);
    }

    @Override
    public void tick() {
        if (engine == null || engine.isPaused() || engine.mayGoOn() || engine.isDone()) idleTicks = 0;
        else if (++idleTicks > PATIENCE_TICKS) {
            idleTicks = 0;
            socket.reopen();
        }
    }

    @Override
    public void heard(JsonObject frame) {
        if (!offering.room().equals(frame.getValue("room_id"))) return;
        var type = frame.getString("type", "");
        if (type.equals("room-state")) joined(frame);
        else if (type.equals("error")) refused(frame);
        else if (offering.transfer().toString().equals(frame.getValue("transfer_id"))) transfer(type, frame);
    }

    // --- the offer

    private void joined(JsonObject state) {
        for (var one : state.getJsonArray("transfers", new JsonArray())) {
            if (one instanceof JsonObject transfer
                    && offering.transfer().toString().equals(transfer.getValue("transfer_id"))) {
                begun(transfer);
                return;
            }
        }
        end.ask()
                .onSuccess(known -> {
                    if (known.isEmpty()) offer();
                    else if (TransferEnd.isOver(known.get()))
                        ended(known.get().getString("status"), known.get().getString("error"));
                })
                .onFailure(done::tryFail);
    }

    private void offer() {
        var offer = frame("file-share-offer")
                .put("filename", offering.name())
                .put("mime_type", offering.mimeType())
                .put("file_size", file.size())
                .put("store", offering.stored());
        if (offering.receiver() != null) offer.put("receiver_id", offering.receiver());
        socket.say(offer);
    }

    private void begun(JsonObject offer) {
        if (engine == null) {
            chunking = new Chunking(file.size(), offer.getInteger("chunk_size", Chunking.DEFAULT_CHUNK_SIZE));
            engine = new ChunkSender(chunking);
            if ("pending".equals(offer.getString("status", "pending"))) view.offered();
            while (!early.isEmpty()) flow(early.peek().getString("type"), early.poll());
        }
        view.receivers(offer.getJsonArray("receivers", new JsonArray()), chunking);
    }

    private JsonObject frame(String type) {
        return new JsonObject()
                .put("type", type)
                .put("room_id", offering.room())
                .put("transfer_id", offering.transfer().toString());
    }

    private void refused(JsonObject error) {
        var about = error.getValue("transfer_id");
        if (about != null && !offering.transfer().toString().equals(about)) return;
        switch (error.getString("code", "")) {
            // what is missing, or what came damaged, is told in a frame of its own
            case "incomplete", "checksum_mismatch" -> {}
            case "no_credit", "rooms_unavailable", "dependency_unavailable", "unknown_transfer", "transfer_over" ->
                socket.reopen();
            default -> done.tryFail(new Failure(offering.name() + ": " + error.getString("detail", "refused")));
        }
    }

    // --- the transfer

    private void transfer(String type, JsonObject frame) {
        var receiver = frame.getString("receiver_id", "");
        switch (type) {
            case "file-share-offer" -> begun(frame);
            case "file-share-accept" -> view.accepted(receiver);
            case "file-share-reject" -> view.rejected(receiver, frame.getString("reason"));
            case "file-share-progress" -> view.receivers(frame.getJsonArray("receivers", new JsonArray()), chunking);
            case "file-share-complete" -> {
                if (receiver.isEmpty()) done.tryComplete();
                else view.has(receiver, chunking);
            }
            case "file-share-cancel" -> {
                if (receiver.isEmpty()) ended(frame.getString("status"), frame.getString("reason"));
                else view.left(receiver, frame.getString("reason"));
            }
            default -> flow(type, frame);
        }
    }

    private void flow(String type, JsonObject frame) {
        if (engine == null) {
            if (early.size() < MAX_EARLY) early.add(frame);
            return;
        }
        switch (type) {
            case "file-share-credit" -> engine.credit(Math.max(0, Missing.number(frame, "credits")), Missing.of(frame));
            case "file-share-retransmit" -> engine.retransmit(Missing.number(frame, "chunk_index"));
            case "file-share-pause", "file-share-resume" -> {
                engine.pause("paused".equals(frame.getValue("status")));
                view.paused(engine.isPaused(), frame.getString("by", ""), frame.getString("cause", ""));
            }
            default -> {}
        }
        pump();
    }

    private void ended(@Nullable String status, @Nullable String reason) {
        if ("completed".equals(status)) done.tryComplete();
        else done.tryFail(new Failure(offering.name() + ": " + status + ", " + Rooms.reason(reason)));
    }

    /** Reads chunks ahead, and sends them in order. */
    private void pump() {
        if (engine == null || done.future().isComplete()) return;
        while (reading < READ_AHEAD && engine.mayGoOn() && !socket.isFull()) {
            reading++;
            var indices = take(engine);
            int begun = connection;
            vertx.executeBlocking(() -> read(indices), true).onComplete(read -> {
                if (read.failed()) giveUp(read.cause());
                else if (begun == connection) read.result().forEach(socket::say);
                reading--; // not before all of it is written
                pump();
            });
        }
        if (reading == 0 && engine.completes()) socket.say(frame("file-share-complete"));
    }

    private static List<Integer> take(ChunkSender engine) {
        var indices = new ArrayList<Integer>(CHUNKS_AT_A_TIME);
        while (indices.size() < CHUNKS_AT_A_TIME && engine.mayGoOn())
            indices.add(engine.next().orElseThrow());
        return indices;
    }

    private List<Buffer> read(List<Integer> indices) throws IOException {
        var messages = new ArrayList<Buffer>(indices.size());
        for (int index : indices) messages.add(file.message(offering.transfer(), chunking, index));
        return messages;
    }

    /** The file cannot be read: nobody should wait for the rest. */
    private void giveUp(Throwable cause) {
        socket.say(frame("file-share-cancel").put("reason", "the file cannot be read any more"));
        done.tryFail(new Failure(offering.name() + ": " + cause.getMessage()));
    }
}
