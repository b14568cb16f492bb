package io.bitchat.bench.files;

import io.bitchat.bench.Refused;
import io.bitchat.bench.report.Figure;
import io.bitchat.s3.S3Bucket;
import io.bitchat.s3.S3Error;
import io.bitchat.s3.S3Settings;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The suite's S3 server used directly, in the way of the MinIO client: the same chunks, as many in flight, in a bucket
 * of its own. The suite's download is one answer on one connection, so by default chunks are read here one after the
 * other on one connection, too.
 */
final class S3Peer implements FilePeer {
    private static final double MUST_OF_UPLOAD = 0.6;
    private static final double MUST_OF_DOWNLOAD = 0.7;

    private final S3Bucket bucket;
    private final int writers;
    private final int readers;
    private final Set<String> keys = ConcurrentHashMap.newKeySet();
    private int files;

    private S3Peer(S3Bucket bucket, int writers, int readers) {
        this.bucket = bucket;
        this.writers = writers;
        this.readers = readers;
    }

    /**
     * Creates the bucket, which {@link #close} deletes.
     *
     * @param writers concurrent puts
     * @param readers concurrent gets
     */
    static S3Peer open(S3Settings settings, int writers, int readers) {
        var bucket = S3Bucket.plain(settings);
        try {
            bucket.create().join();
            return new S3Peer(bucket, writers, readers);
        } catch (CompletionException e) {
            bucket.close();
            throw refused(e);
        }
    }

    @Override
    public String name() {
        return "the S3 server alone";
    }

    @Override
    public Figure ofUpload(String figure, double ratio) {
        return Figure.atLeast(figure, "", ratio, MUST_OF_UPLOAD);
    }

    @Override
    public Figure ofDownload(String figure, double ratio) {
        return Figure.atLeast(figure, "", ratio, MUST_OF_DOWNLOAD);
    }

    @Override
    public String upload(FileContent content) {
        var folder = "file-" + ++files + "/";
        each(content.chunks(), writers, index -> put(folder + index, content.bytes(index)));
        return folder;
    }

    private CompletableFuture<?> put(String key, byte[] chunk) {
        keys.add(key);
        return bucket.put(key, chunk);
    }

    @Override
    public void download(String folder, FileContent content) {
        each(content.chunks(), readers, index -> bucket.get(folder + index, FileContent.CHUNK)
                .thenAccept(came -> requireRight(content, index, came)));
    }

    private static void requireRight(FileContent content, int index, byte[] came) {
        boolean whole = came.length == FileContent.CHUNK;
        if (whole && content.matches((long) index * FileContent.CHUNK, ByteBuffer.wrap(came))) return;
        throw new Refused("the S3 server returned other bytes than it got, chunk " + index);
    }

    @Override
    public void delete(String folder) {
        delete(keys.stream().filter(key -> key.startsWith(folder)).toList());
    }

    private void delete(List<String> some) {
        each(some.size(), writers, i -> bucket.delete(some.get(i)).thenRun(() -> keys.remove(some.get(i))));
    }

    @Override
    public void close() {
        try (bucket) {
            delete(List.copyOf(keys));
            bucket.remove().join();
        } catch (CompletionException e) {
            throw refused(e);
        }
    }

    /**
     * Runs one request at a time on each of {@code inFlight} threads: signing a request hashes the chunk, which is too
     * much for one thread.
     */
    private static void each(int count, int inFlight, IntFunction<CompletableFuture<?>> request) {
        var next = new AtomicInteger();
        try (var threads = Executors.newFixedThreadPool(inFlight)) {
            IntStream.range(0, inFlight)
                    .mapToObj(_ -> CompletableFuture.runAsync(() -> work(next, count, request), threads))
                    .toList()
                    .forEach(CompletableFuture::join);
        } catch (CompletionException e) {
            throw e.getCause() instanceof Refused wrong ? wrong : refused(e);
        }
    }

    private static void work(AtomicInteger next, int count, IntFunction<CompletableFuture<?>> request) {
        try {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                request.apply(i).join();
            }
        } catch (RuntimeException e) {
            // stops the other threads as well
            next.set(count);
            throw e;
        }
    }

    private static Refused refused(CompletionException failure) {
        return new Refused("the S3 server: " + S3Error.of(failure).getMessage());
    }
}
