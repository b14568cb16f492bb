package io.bitchat.terminal.rooms;

import io.bitchat.rooms.TransferSettings;
import io.bitchat.rooms.client.ChunkReceiver;
import io.bitchat.rooms.wire.ChunkFrameCodec;
import io.bitchat.rooms.wire.ChunkHeader;
import io.bitchat.terminal.Failure;
import io.bitchat.terminal.Local;
import io.bitchat.terminal.ProgressLines;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One file that comes. Runs on the event loop. */
final class Incoming {
    /** Ticks without a chunk after which another connection may help. */
    private static final int PATIENCE_TICKS = 4;

    private final PartFile part;
    private final Offer offer;
    private final Desk desk;
    private final ChunkReceiver engine;
    private final Promise<PartFile.Received> done = Promise.promise();
    private final Set<String> pausedBy = new HashSet<>();
    /** Counts connections, so that what waited for the disk does not answer on a later one. */
    private int connection;

    private int idleTicks;
    /** Whether it has said on this connection that it accepts. */
    private boolean acceptedNow;

    private boolean over;
    /** Chunks that came and are not written; no more than there were credits for. */
    private final ArrayDeque<Piece> toWrite = new ArrayDeque<>();

    private boolean writing;
    private final List<Runnable> written = new ArrayList<>();

    private record Piece(int index, ByteBuffer content) {}

    /**
     * What all files share.
     *
     * @param self the peer that receives
     * @param store whether the site may keep the file after the transfer
     */
    record Desk(Vertx vertx, RoomSocket socket, ProgressLines lines, String self, boolean store) {}

    Incoming(PartFile part, Desk desk) {
        this.part = part;
        this.desk = desk;
        offer = part.offer();
        int window = TransferSettings.defaults().window(offer.chunking().chunkSize());
        engine = new ChunkReceiver(offer.chunking(), window, part.chunks());
        desk.lines().add(title(), offer.chunking().size(), offer.chunking().bytes(part.chunks()));
    }

    Offer offer() {
        return offer;
    }

    private String title() {
        return part.name() + " ← " + Local.shown(offer.sender());
    }

    /** Completes when the file is there; fails if it does not come any more. */
    Future<PartFile.Received> done() {
        return done.future();
    }

    void accept() {
        if (acceptedNow) return;
        acceptedNow = true;
        desk.socket().say(frame("file-share-accept").put("store", desk.store()));
        say(engine.begin());
    }

    void reconnected() {
        connection++;
        acceptedNow = false;
        engine.reconnected();
        pausedBy.clear();
    }

    /** The transfer, as the room lists it after this has joined. */
    void listed(JsonObject transfer) {
        for (var one : transfer.getJsonArray("receivers", new JsonArray())) {
            if (!(one instanceof JsonObject receiver) || !desk.self().equals(receiver.getValue("peer_id"))) continue;
            var status = receiver.getString("status", "");
            if (status.equals("active") || status.equals("paused")) return; // goes on by a frame of its own
            if (!status.equals("pending")) {
                ended(status, null);
                return;
            }
        }
        accept();
    }

    /** A frame about this transfer. */
    void heard(String type, JsonObject frame) {
        var receiver = frame.getString("receiver_id", desk.self());
        if (!receiver.equals(desk.self())) return;
        switch (type) {
            case "file-share-resume", "file-share-pause" -> flow(type, frame.getString("by", ""));
            case "file-share-complete" -> ended("completed", null);
            case "file-share-cancel" -> ended(frame.getString("status", "cancelled"), frame.getString("reason"));
            default -> {}
        }
    }

    /**
     * The first of these on a connection asks what is here. So does one that repeats what is known: then the service has
     * another connection to this client than before.
     */
    private void flow(String type, String by) {
        boolean repeats =
                type.equals("file-share-pause") ? !pausedBy.add(by) : !pausedBy.remove(by) && by.equals(desk.self());
        desk.lines().note(title(), pausedBy.isEmpty() ? "" : "paused");
        if (!engine.hasBegun() || repeats) begin();
    }

    private void begin() {
        engine.reconnected();
        int begun = connection;
        // so that what has come is confirmed
        afterWriting(() -> {
            if (begun == connection && !engine.hasBegun()) say(engine.begin());
        });
    }

    void chunk(ChunkHeader header, Buffer message) {
        idleTicks = 0;
        var content = message.getByteBuf()
                .nioBuffer()
                .position(ChunkFrameCodec.HEADER_BYTES)
                .slice();
        switch (engine.arrive(header.index(), content.remaining(), header.matches(content))) {
            case WRITE -> write((int) header.index(), content);
            case ASK_AGAIN -> desk.socket().say(frame("file-share-retransmit").put("chunk_index", engine.awaited()));
            case IGNORE -> {}
        }
        engine.credit().ifPresent(this::say);
    }

    private void write(int index, ByteBuffer content) {
        toWrite.add(new Piece(index, content));
        writeNext();
    }

    /** Writes what has come, one batch after the other. */
    private void writeNext() {
        if (writing || toWrite.isEmpty()) return;
        writing = true;
        var pieces = List.copyOf(toWrite);
        toWrite.clear();
        desk.vertx()
                .executeBlocking(() -> {
                    for (var piece : pieces) part.write(piece.index(), piece.content());
                    return pieces;
                })
                .onComplete(written -> {
                    writing = false;
                    if (written.succeeded()) wrote(pieces);
                    else giveUp(written.cause());
                });
    }

    private void wrote(List<Piece> pieces) {
        for (var piece : pieces) engine.written(piece.index());
        desk.lines().at(title(), offer.chunking().bytes(engine.has()), "");
        engine.credit().ifPresent(this::say);
        writeNext();
        if (!writing) written.forEach(Runnable::run);
        if (!writing) written.clear();
    }

    /** Runs when what has come is written. */
    private void afterWriting(Runnable what) {
        if (writing) written.add(what);
        else what.run();
    }

    private void giveUp(Throwable cause) {
        desk.socket().say(frame("file-share-cancel").put("reason", "the receiver cannot write the file"));
        done.tryFail(new Failure(part.name() + ": " + cause.getMessage()));
    }

    private void say(ChunkReceiver.Credit credit) {
        desk.socket()
                .say(frame("file-share-credit").put("credits", credit.credits()).put("confirmed", credit.confirmed()));
    }

    private JsonObject frame(String type) {
        return new JsonObject()
                .put("type", type)
                .put("room_id", offer.room())
                .put("transfer_id", offer.id().toString());
    }

    void tick() {
        engine.rest().ifPresent(this::say);
        if (!pausedBy.isEmpty() || ++idleTicks <= PATIENCE_TICKS) return;
        idleTicks = 0;
        // nothing is wrong if the sender is slow; but if both ends wait for each other, this ends it
        desk.socket().reopen();
    }

    /** Its end, or that of this peer's part, was announced. */
    void ended(String status, @Nullable String reason) {
        if (over) return;
        over = true;
        if (status.equals("completed") && engine.isComplete()) finish();
        else if (status.equals("completed")) {
            discard("the site says that it is complete, but parts of it are missing here");
        } else discard(status + ", " + Rooms.reason(reason));
    }

    /** The room refuses what this client does: nobody should wait for it. */
    void refused(String detail) {
        desk.socket().say(frame("file-share-cancel").put("reason", "the receiver cannot go on"));
        ended("refused", detail);
    }

    private void finish() {
        desk.vertx().executeBlocking(part::finish).onComplete(done::handle);
    }

    private void discard(String why) {
        afterWriting(() -> desk.vertx()
                .executeBlocking(() -> {
                    part.discard();
                    return why;
                })
                .onComplete(_ -> done.tryFail(new Failure(part.name() + ": " + why))));
    }

    /** Leaves what has come for a later run. */
    void close() {
        afterWriting(() -> desk.vertx().executeBlocking(() -> {
            part.close();
            return "";
        }));
    }
}
