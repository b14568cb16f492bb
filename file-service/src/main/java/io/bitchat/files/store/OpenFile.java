package io.bitchat.files.store;

import io.quarkus.logging.Log;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** An object of a {@link FolderStore}. */
record OpenFile(FileChannel channel) implements StoredObject {
    @Override
    public long length() throws IOException {
        return channel.size();
    }

    @Override
    public void read(ByteBuffer into, long from) throws IOException {
        long at = from;
        while (into.hasRemaining()) {
            int count = channel.read(into, at);
            if (count < 0) return;
            at += count;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            Log.warnf("an object cannot be closed cause=%s", e);
        }
    }
}
