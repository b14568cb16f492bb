package io.bitchat.files.store;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** An open file of a {@link FolderStore}. */
record OpenFile(FileChannel channel) implements StoredObject {
    @Override
    public long length() throws IOException {
        return channel.size();
    }

    @Override
    public ByteBuffer read(long from, int length, ByteBuffer spare) throws IOException {
        spare.clear().limit(length);
        long at = from;
        while (spare.hasRemaining()) {
            int count = channel.read(spare, at);
            if (count < 0) break;
            at += count;
        }
        return spare.flip();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            Log.warnf("object could not be closed cause=%s", e);
        }
    }
}
