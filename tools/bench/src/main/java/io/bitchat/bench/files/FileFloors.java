package io.bitchat.bench.files;

import io.bitchat.bench.Trees;
import io.bitchat.bench.report.Figure;
import io.bitchat.bench.report.Report;
import io.bitchat.chunks.ChunkHash;
import io.bitchat.chunks.FileKey;
import io.bitchat.chunks.SealedChunk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;

/** What one core and the disk can do without the suite: upper bounds for every transfer. */
final class FileFloors {
    private static final double WARM_UP = 1;
    private static final double SECONDS = 1.5;
    private static final int OBJECTS = 256;

    private final Path folder;

    /** @param folder folder on the disk of the suite's data */
    FileFloors(Path folder) {
        this.folder = folder;
    }

    void run(Report report) {
        var chunk = new byte[FileContent.CHUNK];
        new Random(1).nextBytes(chunk);
        var key = FileKey.generate(new Random(2));
        var place = new SealedChunk.Place("bench", 0, 1);
        var sealed = SealedChunk.seal(key, place, chunk, new Random(3));
        report.add(List.of(
                Figure.informs("floor: SHA-256, one core", "MB/s", speed(() -> ChunkHash.of(chunk))),
                Figure.informs(
                        "floor: sealing chunks, one core",
                        "MB/s",
                        speed(() -> SealedChunk.seal(key, place, chunk, new Random(3)))),
                Figure.informs(
                        "floor: opening chunks, one core", "MB/s", speed(() -> SealedChunk.open(key, place, sealed))),
                Figure.informs("floor: a file for each chunk", "MB/s", store(chunk, false)),
                Figure.informs("floor: a file for each chunk, each on disk", "MB/s", store(chunk, true))));
    }

    private static double speed(Runnable work) {
        run(work, WARM_UP);
        return run(work, SECONDS);
    }

    private static double run(Runnable work, double seconds) {
        long began = System.nanoTime();
        long count = 0;
        do {
            work.run();
            count++;
        } while (System.nanoTime() - began < seconds * 1e9);
        return FileBench.rate(count * FileContent.CHUNK, began);
    }

    private double store(byte[] chunk, boolean sync) {
        try {
            var place = Files.createTempDirectory(folder, "floor-");
            try {
                long began = System.nanoTime();
                for (int i = 0; i < OBJECTS; i++) write(place.resolve(Integer.toString(i)), chunk, sync);
                return FileBench.rate((long) OBJECTS * FileContent.CHUNK, began);
            } finally {
                Trees.delete(place);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, byte[] chunk, boolean sync) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var left = ByteBuffer.wrap(chunk);
            while (left.hasRemaining()) channel.write(left);
            if (sync) channel.force(false);
        }
    }
}
