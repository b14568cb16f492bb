package io.bitchat.files.transfer.link;

import io.bitchat.crypto.Bytes;
import io.bitchat.crypto.Sha256;
import io.bitchat.kit.problem.Problem;
import io.bitchat.rooms.Chunking;
import io.bitchat.rooms.wire.ChunkFrame;
import io.bitchat.rooms.wire.ChunkFrameCodec;
import io.bitchat.rooms.wire.ChunkHeader;
import io.bitchat.rooms.wire.Decoded;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;

/** Chunks as JSON, for clients without binary frames: {@code data} in base64 (RFC 4648, section 4). */
public final class ChunkJson {
    private ChunkJson() {}

    /** The frame for a whole binary message that was made here. */
    static String of(String roomId, Buffer message) {
        var bytes = message.getBytes();
        if (!(ChunkFrameCodec.decode(ByteBuffer.wrap(bytes)) instanceof Decoded.Complete<ChunkFrame>(var chunk))) {
            throw new IllegalArgumentException("no chunk: " + bytes.length + " bytes");
        }
        return new JsonObject()
                .put("type", "file-share-chunk")
                .put("room_id", roomId)
                .put("transfer_id", chunk.header().transfer().toString())
                .put("chunk_index", chunk.header().index())
                .put("chunk_size", chunk.content().size())
                .put("data", Base64.getEncoder().encodeToString(chunk.content().toArray()))
                .put(
                        "checksum",
                        HexFormat.of().formatHex(chunk.header().sha256().toArray()))
                .encode();
    }

    /**
     * The whole binary message for a chunk in JSON; the checksum is not compared.
     *
     * @throws Problem if a field is missing or is no chunk
     */
    public static Buffer read(JsonObject json, UUID transfer) {
        var content = data(json);
        var checksum = checksum(json.getValue("checksum"));
        long index = JsonFields.required("chunk_index", JsonFields.number(json, "chunk_index"));
        if (index < 0 || index > ChunkHeader.MAX_INDEX) {
            throw invalid("chunk_index", "must be 0 to " + ChunkHeader.MAX_INDEX);
        }
        var frame = new ChunkFrame(new ChunkHeader(transfer, index, checksum), Bytes.copyOf(content));
        return Buffer.buffer(ChunkFrameCodec.encode(frame));
    }

    private static byte[] data(JsonObject json) {
        if (!(json.getValue("data") instanceof String text)) throw invalid("data", "must be base64");
        if (text.length() > (Chunking.MAX_CHUNK_SIZE + 2) / 3 * 4) throw invalid("data", "is longer than a chunk");
        try {
            var content = Base64.getDecoder().decode(text);
            if (content.length == 0) throw invalid("data", "must not be empty");
            return content;
        } catch (IllegalArgumentException _) {
            throw invalid("data", "must be base64");
        }
    }

    /** A SHA-256 in hexadecimal digits. */
    public static Bytes checksum(Object text) {
        if (text instanceof String hex && hex.length() == 2 * Sha256.DIGEST_BYTES) {
            try {
                return Bytes.copyOf(HexFormat.of().parseHex(hex));
            } catch (IllegalArgumentException _) {
                // reported below
            }
        }
        throw invalid("checksum", "must be the SHA-256 in 64 hexadecimal digits");
    }

    private static Problem invalid(String field, String detail) {
        return Problem.invalid(field, detail);
    }
}
