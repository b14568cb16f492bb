package io.bitchat.files.spool;

import io.bitchat.files.spool.SpoolMeter.Tier;
import io.bitchat.rooms.wire.ChunkFrameCodec;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The newest messages of a transfer, so that receivers that keep up cause no reads: 1 MiB of content, which is 16 chunks of
 * the usual size, and at least one. Thread-safe.
 */
final class RecentMessages {
    private static final int MAX_BYTES = 1 << 20;
    /** Small messages take much more memory than their bytes. */
    private static final int MAX_MESSAGES = 1_024;

    private final SpoolMeter meter;
    private final Map<Integer, Buffer> messages = new LinkedHashMap<>();
    private long bytes;

    RecentMessages(SpoolMeter meter) {
        this.meter = meter;
    }

    synchronized void add(int index, Buffer message) {
        if (messages.put(index, message) != null) return;
        grow(size(message));
        var oldest = messages.values().iterator();
        while (messages.size() > 1 && (bytes > MAX_BYTES || messages.size() > MAX_MESSAGES)) {
            grow(-size(oldest.next()));
            oldest.remove();
        }
    }

    synchronized @Nullable Buffer get(int index) {
        return messages.get(index);
    }

    synchronized void clear() {
        messages.clear();
        grow(-bytes);
    }

    private static long size(Buffer message) {
        return message.length() - ChunkFrameCodec.HEADER_BYTES;
    }

    private void grow(long more) {
        bytes += more;
        meter.add(Tier.FOLDER, more);
    }
}
