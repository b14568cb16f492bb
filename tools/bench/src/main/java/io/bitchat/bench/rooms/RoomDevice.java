package io.bitchat.bench.rooms;

import io.bitchat.api.PeerSockets;
import io.bitchat.bench.Refused;
import io.bitchat.bench.suite.Peer;
import io.bitchat.rooms.IndexRange;
import io.bitchat.rooms.TransferSettings;
import io.bitchat.rooms.client.ChunkReceiver;
import io.bitchat.rooms.client.ChunkSender;
import io.bitchat.rooms.wire.ChunkFrameCodec;
import io.bitchat.rooms.wire.ChunkHeader;
import io.bitchat.rooms.wire.Decoded;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A socket of one end of one transfer. Runs on the event loop. */
final class RoomDevice {
    private final PeerSockets sockets;
    private final Peer peer;
    private final String room;
    private final ChunkMessages file;
    private final Promise<Void> offered = Promise.promise();
    private final Promise<Void> done = Promise.promise();
    private @Nullable ChunkSender sender;
    private @Nullable ChunkReceiver receiver;
    private @Nullable WebSocket socket;
    private Consumer<String> texts = _ -> {};
    /** It sends no chunk from this index on. */
    private int sendsUntil = Integer.MAX_VALUE;

    private long sentBytes;
    private boolean pumping;

    RoomDevice(PeerSockets sockets, Peer peer, String room, ChunkMessages file) {
        this.sockets = sockets;
        this.peer = peer;
        this.room = room;
        this.file = file;
    }

    Future<Void> open() {
        return sockets.open(peer.id(), peer.token()).map(opened -> {
            use(opened);
            return null;
        });
    }

    private void use(WebSocket opened) {
        socket = opened;
        opened.textMessageHandler(text -> {
            if (text.contains("\"file-share-") || text.contains("\"error\"")) heard(new JsonObject(text));
            else texts.accept(text);
        });
        opened.binaryMessageHandler(this::chunk);
        opened.drainHandler(_ -> pump());
        opened.exceptionHandler(_ -> {});
        opened.closeHandler(_ -> again(opened));
        say(new JsonObject().put("type", "join-room").put("room_id", room));
    }

    /** Opens the socket again, if this is the one that broke. */
    private void again(WebSocketBase broken) {
        if (socket != broken || done.future().isComplete()) return;
        socket = null;
        if (sender != null) sender.reconnected();
        if (receiver != null) receiver.reconnected();
        open().onFailure(done::tryFail);
    }

    /** Gives up this connection: whatever was misunderstood on it is void. */
    private void reopen() {
        if (socket != null) socket.close();
    }

    /** Ends without an end of the transfer. */
    void close() {
        done.tryFail(new Refused("closed"));
        if (socket != null) socket.close();
    }

    /** Frames that are none of transfers. */
    void onText(Consumer<String> handler) {
        texts = handler;
    }

    private void say(JsonObject frame) {
        if (socket != null) socket.writeTextMessage(frame.encode());
    }

    private JsonObject frame(String type) {
        return new JsonObject()
                .put("type", type)
                .put("room_id", room)
                .put("transfer_id", file.transfer().toString());
    }

    /** Completes when the transfer, or this receiver's part, is completed. */
    Future<Void> done() {
        return done.future();
    }

    // --- sending

    /** @param to null for everybody in the room */
    Future<Void> offer(@Nullable String to) {
        sender = new ChunkSender(file.chunking());
        var offer = frame("file-share-offer")
                .put("filename", "bench.bin")
                .put("mime_type", "application/octet-stream")
                .put("file_size", file.chunking().size())
                .put("chunk_size", file.chunking().chunkSize());
        if (to != null) offer.put("receiver_id", to);
        say(offer);
        return offered.future();
    }

    void sendsUntil(int index) {
        sendsUntil = index;
    }

    /** Bytes of messages with chunks. */
    long sentBytes() {
        return sentBytes;
    }

    private void pump() {
        var engine = sender;
        var open = socket;
        // a write may say itself that the queue has drained
        if (engine == null || open == null || pumping) return;
        pumping = true;
        while (socket == open && engine.mayGoOn() && !open.writeQueueFull()) {
            int index = engine.next().orElseThrow();
            if (index >= sendsUntil) continue;
            var message = file.message(index);
            sentBytes += message.length();
            open.writeBinaryMessage(message);
        }
        pumping = false;
    }

    // --- receiving

    void accept() {
        int window = TransferSettings.defaults().window(file.chunking().chunkSize());
        receiver = new ChunkReceiver(file.chunking(), window, 0);
        say(frame("file-share-accept"));
        credit(receiver.begin());
    }

    int received() {
        return receiver == null ? 0 : receiver.has();
    }

    private void chunk(Buffer message) {
        var engine = receiver;
        if (engine == null
                || !(ChunkFrameCodec.decodeHeader(message.getByteBuf().nioBuffer())
                        instanceof Decoded.Complete<ChunkHeader>(var header))
                || !header.transfer().equals(file.transfer())) return;
        int index = (int) header.index();
        int length = message.length() - ChunkFrameCodec.HEADER_BYTES;
        switch (engine.arrive(index, length, file.matches(index, message.getBytes()))) {
            case WRITE -> engine.written(index);
            case ASK_AGAIN -> done.tryFail(new Refused("chunk " + index + " came damaged"));
            case IGNORE -> {}
        }
        engine.credit().ifPresent(this::credit);
    }

    private void credit(ChunkReceiver.Credit credit) {
        say(frame("file-share-credit").put("credits", credit.credits()).put("confirmed", credit.confirmed()));
    }

    // --- frames

    private void heard(JsonObject frame) {
        if (!file.transfer().toString().equals(frame.getValue("transfer_id"))) return;
        var about = frame.getString("receiver_id", peer.id());
        switch (frame.getString("type")) {
            case "file-share-offer" -> offered.tryComplete();
            case "file-share-credit" -> {
                if (sender != null) sender.credit(frame.getInteger("credits"), ranges(frame));
                pump();
            }
            case "file-share-retransmit" -> {
                if (sender != null) sender.retransmit(frame.getInteger("chunk_index"));
                pump();
            }
            case "file-share-resume", "file-share-pause" -> {
                boolean paused = "paused".equals(frame.getString("status"));
                if (sender != null) sender.pause(paused);
                // nobody pauses here: this asks what is there, since the service has another connection than before
                boolean asks = frame.getString("type").equals("file-share-resume")
                        && peer.id().equals(frame.getString("by"));
                if (receiver != null && asks) credit(receiver.begin());
                pump();
            }
            case "file-share-complete" -> {
                if (about.equals(peer.id())) done.tryComplete();
            }
            case "file-share-cancel" -> {
                if (about.equals(peer.id())) done.tryFail(new Refused("the transfer ended: " + frame.encode()));
            }
            case "error" -> refused(frame);
            default -> {}
        }
    }

    private void refused(JsonObject error) {
        switch (error.getString("code", "")) {
            case "incomplete" -> {}
            case "no_credit", "bad_credit", "rooms_unavailable" -> reopen();
            default -> {
                offered.tryFail(new Refused(error.encode()));
                done.tryFail(new Refused(error.encode()));
            }
        }
    }

    private static List<IndexRange> ranges(JsonObject frame) {
        var ranges = new ArrayList<IndexRange>();
        for (var one : frame.getJsonArray("missing", new JsonArray())) {
            var pair = (JsonArray) one;
            ranges.add(new IndexRange(pair.getInteger(0), pair.getInteger(1)));
        }
        return ranges;
    }
}
