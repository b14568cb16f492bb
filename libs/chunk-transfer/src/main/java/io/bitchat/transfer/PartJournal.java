package io.bitchat.transfer;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;

/**
 * Lists the stored chunks of a partial file: a line of JSON that identifies the file, then a line with the index of
 * each chunk. It is append-only, so a crash can truncate only the last line. A file lock keeps two downloads from
 * writing the same file.
 */
final class PartJournal implements AutoCloseable {
    /** Eight characters for each of 2²⁰ chunks, and the first line. */
    private static final long MAX_LENGTH = 9L << 20;

    private final Path path;
    private final FileChannel channel;
    private final BitSet noted;

    private PartJournal(Path path, FileChannel channel, BitSet noted) {
        this.path = path;
        this.channel = channel;
        this.noted = noted;
    }

    /** Opens the journal of this file, or replaces the journal of another file. */
    static PartJournal open(Path path, FileManifest manifest) throws IOException {
        var channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            lock(path, channel);
            var title = title(manifest);
            var text = channel.size() > MAX_LENGTH ? "" : Files.readString(path, StandardCharsets.ISO_8859_1);
            if (isOf(manifest, text)) return new PartJournal(path, channel, indices(channel, text));
            channel.truncate(0);
            append(channel, title);
            return new PartJournal(path, channel, new BitSet());
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void lock(Path path, FileChannel channel) throws IOException {
        try {
            if (channel.tryLock() != null) return;
        } catch (OverlappingFileLockException _) {
            // reported below
        }
        throw new IOException("another download writes " + path);
    }

    private static String title(FileManifest manifest) {
        return new JsonObject()
                .put("merkle_root", manifest.merkleRoot().toString())
                .put("file_size", manifest.plan().fileSize())
                .put("chunk_size", manifest.plan().chunkSize())
                .encode();
    }

    private static boolean isOf(FileManifest manifest, String text) {
        int end = text.indexOf('\n');
        try {
            return end > 0 && new JsonObject(text.substring(0, end)).equals(new JsonObject(title(manifest)));
        } catch (DecodeException _) {
            return false;
        }
    }

    private static BitSet indices(FileChannel channel, String text) throws IOException {
        var whole = text.substring(0, text.lastIndexOf('\n') + 1);
        channel.truncate(whole.length());
        var indices = new BitSet();
        whole.lines()
                .skip(1)
                .filter(line -> line.matches("[0-9]{1,7}"))
                .forEach(line -> indices.set(Integer.parseInt(line)));
        return indices;
    }

    /** The chunks listed when the journal was opened. */
    BitSet noted() {
        return noted;
    }

    /** Appends a stored chunk. Thread-safe. */
    synchronized void note(int index) throws IOException {
        append(channel, Integer.toString(index));
    }

    private static void append(FileChannel channel, String line) throws IOException {
        var bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.ISO_8859_1));
        while (bytes.hasRemaining()) channel.write(bytes, channel.size());
    }

    void delete() throws IOException {
        Files.deleteIfExists(path);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
