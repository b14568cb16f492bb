package io.bitchat.system.rooms;

import com.fasterxml.jackson.databind.JsonNode;
import io.bitchat.crypto.Bytes;
import io.bitchat.rooms.IndexRange;
import io.bitchat.rooms.client.ChunkSender;
import io.bitchat.rooms.wire.ChunkFrame;
import io.bitchat.rooms.wire.ChunkFrameCodec;
import io.bitchat.rooms.wire.ChunkHeader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Sends a file. */
final class RoomSender extends RoomPeer {
    private final MadeFile file;
    private final ChunkSender sender;
    private final AtomicLong bytes = new AtomicLong();

    RoomSender(String url, String peer, String room, UUID transfer, MadeFile file) {
        super(url, peer, room, transfer);
        this.file = file;
        this.sender = new ChunkSender(file.chunking());
    }

    /** Bytes that it has sent, those that were lost included. */
    long bytes() {
        return bytes.get();
    }

    @Override
    void opened() {
        sender.reconnected();
    }

    @Override
    void lost() {
        sender.reconnected();
    }

    @Override
    void frame(String type, JsonNode frame) {
        switch (type) {
            case "file-share-credit" -> {
                var missing = new ArrayList<IndexRange>();
                frame.path("missing")
                        .forEach(pair -> missing.add(
                                new IndexRange(pair.get(0).asInt(), pair.get(1).asInt())));
                sender.credit(frame.path("credits").asInt(), missing);
            }
            case "file-share-retransmit" ->
                sender.retransmit(frame.path("chunk_index").asLong());
            case "file-share-pause" -> {
                if (frame.path("status").asText().equals("paused")) sender.pause(true);
            }
            case "file-share-resume" -> sender.pause(false);
            default -> {}
        }
        for (var next = sender.next(); next.isPresent(); next = sender.next()) send(next.getAsInt());
        if (sender.completes()) socket.say(frame("file-share-complete"));
    }

    private void send(int index) {
        var content = file.chunk(index);
        bytes.addAndGet(content.length);
        var header = ChunkHeader.of(transfer, index, ByteBuffer.wrap(content));
        socket.send(ChunkFrameCodec.encode(new ChunkFrame(header, Bytes.copyOf(content))));
    }

    @Override
    void chunk(byte[] message) {
        throw new AssertionError("a chunk for the sender");
    }

    @Override
    void tick() {
        socket.say(frame("ping"));
    }
}
