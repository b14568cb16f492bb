package io.bitchat.system.rooms;

import com.fasterxml.jackson.databind.JsonNode;
import io.bitchat.rooms.Chunking;
import io.bitchat.rooms.client.ChunkReceiver;
import io.bitchat.rooms.client.ChunkReceiver.Credit;
import io.bitchat.rooms.wire.ChunkFrame;
import io.bitchat.rooms.wire.ChunkFrameCodec;
import io.bitchat.rooms.wire.Decoded;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.UUID;

/** Receives a file and keeps its hash alone. */
final class RoomReceiver extends RoomPeer {
    private static final int WINDOW_BYTES = 1 << 20;

    private final MessageDigest digest = MadeFile.digest();
    private final ChunkReceiver receiver;
    private volatile int chunks;

    RoomReceiver(String url, String peer, String room, UUID transfer, Chunking chunking) {
        super(url, peer, room, transfer);
        receiver = new ChunkReceiver(chunking, Math.max(1, WINDOW_BYTES / chunking.chunkSize()), 0);
    }

    /** Number of chunks that it has. */
    int chunks() {
        return chunks;
    }

    /** SHA-256 of what came. */
    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    void opened() {
        receiver.reconnected();
    }

    @Override
    void lost() {
        receiver.reconnected();
    }

    @Override
    void frame(String type, JsonNode frame) {
        // a resume may also follow from a new link on the same socket, of which only the service knows
        if (type.equals("file-share-resume")) credit(receiver.begin());
    }

    @Override
    void chunk(byte[] message) {
        if (!(ChunkFrameCodec.decode(ByteBuffer.wrap(message)) instanceof Decoded.Complete<ChunkFrame>(var frame))) {
            throw new AssertionError("no chunk");
        }
        var content = frame.content();
        boolean intact = frame.header().matches(content.toBuffer());
        switch (receiver.arrive(frame.header().index(), content.size(), intact)) {
            case WRITE -> {
                digest.update(content.toArray());
                receiver.written((int) frame.header().index());
                chunks = receiver.has();
            }
            case ASK_AGAIN -> socket.say(frame("file-share-retransmit").put("chunk_index", receiver.awaited()));
            case IGNORE -> {}
        }
        receiver.credit().ifPresent(this::credit);
    }

    @Override
    void tick() {
        receiver.rest().ifPresent(this::credit);
        socket.say(frame("ping"));
    }

    private void credit(Credit credit) {
        socket.say(frame("file-share-credit").put("credits", credit.credits()).put("confirmed", credit.confirmed()));
    }
}
