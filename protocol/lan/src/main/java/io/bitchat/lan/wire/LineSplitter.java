package io.bitchat.lan.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Splits the bytes of a link into lines, however they are cut. Keeps at most one line of
 * {@value LineCodec#MAX_BYTES} bytes; a longer one is skipped up to its end and reported once.
 */
public final class LineSplitter {
    private static final int SMALL = 1_024;

    private byte[] kept = new byte[0];
    private int length;
    private boolean skipping;

    /** Takes the next bytes, and hands on what is complete; empty lines are left out. */
    public void take(byte[] bytes, Consumer<Decoded<Line>> lines) {
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '\n') continue;
            append(bytes, from, i, lines);
            if (!skipping) complete(lines);
            skipping = false;
            length = 0;
            from = i + 1;
        }
        append(bytes, from, bytes.length, lines);
    }

    private void append(byte[] bytes, int from, int to, Consumer<Decoded<Line>> lines) {
        if (skipping) return;
        int more = to - from;
        // a line may end with CR LF
        if (length + more > LineCodec.MAX_BYTES + 1) {
            skipping = true;
            kept = new byte[0];
            length = 0;
            lines.accept(new Decoded.Refused<>(Refusal.TOO_LONG));
            return;
        }
        if (length + more > kept.length) {
            int room = Math.min(Math.max(2 * (length + more), SMALL), LineCodec.MAX_BYTES + 1);
            kept = Arrays.copyOf(kept, room);
        }
        System.arraycopy(bytes, from, kept, length, more);
        length += more;
    }

    private void complete(Consumer<Decoded<Line>> lines) {
        int end = length > 0 && kept[length - 1] == '\r' ? length - 1 : length;
        if (end > 0) lines.accept(LineCodec.decode(ByteBuffer.wrap(kept, 0, end)));
        if (kept.length > SMALL) kept = new byte[0];
    }
}
