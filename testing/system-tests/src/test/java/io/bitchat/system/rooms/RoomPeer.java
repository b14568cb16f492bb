package io.bitchat.system.rooms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bitchat.system.suite.Client;
import java.util.UUID;

/** One end of a transfer, on a thread of its own, until the transfer has ended. */
abstract class RoomPeer implements AutoCloseable {
    private static final long TICK_MILLIS = 2_000;

    final RoomSocket socket;
    private final String room;
    final UUID transfer;
    private final Thread thread;
    private volatile String end = "";
    private volatile boolean closed;

    RoomPeer(String url, String peer, String room, UUID transfer) {
        this.socket = new RoomSocket(url, peer);
        this.room = room;
        this.transfer = transfer;
        this.thread = Thread.ofVirtual().name(peer).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        socket.open();
        try {
            while (!closed && end.isEmpty()) {
                switch (socket.next(TICK_MILLIS)) {
                    case null -> tick();
                    case RoomSocket.Heard.Opened() -> opened();
                    case RoomSocket.Heard.Chunk(var message) -> chunk(message);
                    case RoomSocket.Heard.Frame(var frame) -> heard(frame);
                    case RoomSocket.Heard.Closed() -> {
                        lost();
                        socket.open();
                    }
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void heard(JsonNode frame) {
        if (!frame.path("transfer_id").asText().equals(transfer.toString())) return;
        var type = frame.path("type").asText();
        boolean whole = !frame.has("receiver_id");
        if (type.equals("file-share-complete") && whole) end = "completed";
        else if (type.equals("file-share-cancel") && whole)
            end = frame.path("reason").asText();
        else frame(type, frame);
    }

    abstract void opened();

    abstract void lost();

    abstract void frame(String type, JsonNode frame);

    abstract void chunk(byte[] message);

    abstract void tick();

    ObjectNode frame(String type) {
        return Client.JSON
                .createObjectNode()
                .put("type", type)
                .put("room_id", room)
                .put("transfer_id", transfer.toString());
    }

    /** {@code completed} or the reason of the end, once it has ended; otherwise empty. */
    String end() {
        return end;
    }

    @Override
    public void close() {
        closed = true;
        socket.close();
        thread.interrupt();
    }
}
