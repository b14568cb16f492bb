package io.bitchat.link.frame;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Assembles frames, [3-byte length][frame], from decrypted data; buffers at most one incomplete frame. */
public final class FrameReader {
    static final int HEADER_BYTES = 3;

    private final int maxFrameBytes;
    private int headerBytes;
    private int length;
    private @Nullable ByteBuffer frame;

    public FrameReader(int maxFrameBytes) {
        this.maxFrameBytes = maxFrameBytes;
    }

    /** Adds the frames that this piece completes; returns false if a frame header announces too many bytes. */
    public boolean read(ByteBuffer piece, List<ByteBuffer> frames) {
        while (piece.hasRemaining()) {
            if (frame == null) {
                if (!readHeader(piece)) return true;
                if (length > maxFrameBytes) return false;
                frame = ByteBuffer.allocate(length);
            }
            fill(frame, piece, frames);
        }
        return true;
    }

    private boolean readHeader(ByteBuffer piece) {
        while (headerBytes < HEADER_BYTES && piece.hasRemaining()) {
            length = ((length << 8) | (piece.get() & 0xff)) & 0xffffff;
            headerBytes++;
        }
        return headerBytes == HEADER_BYTES;
    }

    private void fill(ByteBuffer begun, ByteBuffer piece, List<ByteBuffer> frames) {
        int bytes = Math.min(begun.remaining(), piece.remaining());
        begun.put(piece.slice(piece.position(), bytes));
        piece.position(piece.position() + bytes);
        if (begun.hasRemaining()) return;
        frames.add(begun.flip());
        headerBytes = 0;
        frame = null;
    }
}
