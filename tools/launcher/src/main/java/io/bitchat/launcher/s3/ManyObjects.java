package io.bitchat.launcher.s3;

import static io.bitchat.launcher.s3.Check.answer;
import static io.bitchat.launcher.s3.Check.require;

import io.bitchat.launcher.s3.Check.Refuted;
import io.bitchat.s3.S3Bucket;
import io.bitchat.s3.S3Error;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** As many objects as files have chunks: put, listed page by page, and deleted. */
final class ManyObjects {
    /** Concurrent requests. */
    private static final int WINDOW = 16;

    private final S3Bucket bucket;
    private final String prefix;
    private final int count;
    private final IntConsumer progress;

    /** @param progress receives the number of objects put so far, repeatedly */
    ManyObjects(S3Bucket bucket, String prefix, int count, IntConsumer progress) {
        this.bucket = bucket;
        this.prefix = prefix + "many/";
        this.count = count;
        this.progress = progress;
    }

    List<Check> all() {
        return List.of(
                new Check(count + " objects", true, "see the server's log; is it short of disk or files?", this::put),
                new Check("list", true, "the list must have every object once, in pages", this::list),
                new Check("delete them", true, "allow s3:DeleteObject; they begin with " + prefix, this::delete));
    }

    private String put() throws S3Error {
        long begin = System.nanoTime();
        each(number -> bucket.put(key(number), key(number).getBytes(StandardCharsets.UTF_8)), progress);
        return perSecond(begin) + " put per second";
    }

    private String list() throws Refuted, S3Error {
        var expected = IntStream.range(0, count).mapToObj(this::key).toList();
        var found = Listing.of(bucket, prefix);
        require(
                found.keys().equals(expected),
                "of " + count + " objects " + found.keys().size() + " are listed, or in disorder");
        return count + " in " + found.pages() + " pages";
    }

    private String delete() throws Refuted, S3Error {
        long begin = System.nanoTime();
        each(number -> bucket.delete(key(number)), _ -> {});
        require(Listing.of(bucket, prefix).keys().isEmpty(), "some are still listed");
        return perSecond(begin) + " deleted per second";
    }

    private String key(int number) {
        return prefix + "chunk_%06d".formatted(number);
    }

    private long perSecond(long begin) {
        return count * 1_000_000_000L / Math.max(1, System.nanoTime() - begin);
    }

    private void each(IntFunction<CompletableFuture<Void>> request, IntConsumer done) throws S3Error {
        inWindow(
                IntStream.range(0, count)
                        .<Supplier<CompletableFuture<Void>>>mapToObj(number -> () -> request.apply(number))
                        .toList(),
                done);
    }

    /** Runs the requests, at most {@link #WINDOW} at a time. */
    static void inWindow(List<Supplier<CompletableFuture<Void>>> requests, IntConsumer done) throws S3Error {
        Queue<CompletableFuture<Void>> underWay = new ArrayDeque<>();
        int finished = 0;
        for (var request : requests) {
            if (underWay.size() == WINDOW) {
                answer(underWay.remove());
                done.accept(++finished);
            }
            underWay.add(request.get());
        }
        for (var last : underWay) {
            answer(last);
            done.accept(++finished);
        }
    }
}
