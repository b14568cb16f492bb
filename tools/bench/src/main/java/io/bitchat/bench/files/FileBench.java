package io.bitchat.bench.files;

import io.bitchat.api.Answer;
import io.bitchat.bench.Refused;
import io.bitchat.bench.load.Await;
import io.bitchat.bench.load.Bounded;
import io.bitchat.bench.suite.Driver;
import io.bitchat.bench.suite.Peer;
import io.bitchat.bench.suite.SuiteApi;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** State that the file measurements share. */
final class FileBench implements AutoCloseable {
    private static final Duration LONG = Duration.ofMinutes(20);

    private final Driver driver;
    private final FileApi api;
    private final Plan plan;
    private final Peer peer;
    private int files;
    private @Nullable Stored large;
    /** The owner of each file that was uploaded and not deleted. */
    private final Map<String, Peer> kept = new ConcurrentHashMap<>();

    /**
     * Parameters of the measurement.
     *
     * @param mib size of the large file in MiB
     * @param inFlight chunks in flight
     * @param seconds length of each open-loop phase
     * @param many concurrent uploads and downloads for the memory figure
     * @param manyMib size of each of these in MiB
     */
    record Plan(int mib, int inFlight, int seconds, int many, int manyMib) {}

    /** A file that was uploaded. */
    record Stored(String id, FileContent content, double mbPerSecond) {}

    FileBench(Driver driver, FileApi api, Plan plan) {
        this.driver = driver;
        this.api = api;
        this.plan = plan;
        this.peer = driver.peer(driver.fresh("files"));
    }

    Driver driver() {
        return driver;
    }

    FileApi api() {
        return api;
    }

    Plan plan() {
        return plan;
    }

    Peer peer() {
        return peer;
    }

    FileContent content(int mib) {
        return new FileContent(mib, ++files);
    }

    /** Megabytes (10⁶ bytes) per second. */
    static double rate(long bytes, long beganNanos) {
        return bytes / 1e6 / ((System.nanoTime() - beganNanos) / 1e9);
    }

    Stored upload(int mib) {
        var content = content(mib);
        long began = System.nanoTime();
        var id = Await.result(upload(peer, content, plan.inFlight()), LONG);
        return new Stored(id, content, rate(content.size(), began));
    }

    /** Uploads a file of the plan's size, which becomes {@link #large()}. */
    Stored uploadLarge() {
        if (large != null) delete(large);
        large = upload(plan.mib());
        return large;
    }

    /** The large file; uploaded now if no phase has done so. */
    Stored large() {
        return large == null ? uploadLarge() : large;
    }

    /** A file of exactly this many chunks, all stored: the large file if its size matches. */
    Stored ofChunks(int chunks) {
        return chunks == plan.mib() ? large() : upload(chunks);
    }

    Future<String> upload(Peer by, FileContent content, int inFlight) {
        return begin(by, content.size()).compose(id -> Bounded.all(
                        driver.loop(), content.chunks(), inFlight, index -> send(by, id, index, content))
                .onSuccess(_ -> kept.put(id, by))
                .map(id));
    }

    /** Deletes a file, because a peer's quota and the suite's disk are limited. */
    void delete(Stored file) {
        delete(file.id());
    }

    private void delete(String id) {
        var by = kept.remove(id);
        if (by != null) Await.result(api.cancel(by, id), LONG);
    }

    /** Deletes all remaining files; those that cannot be deleted stay. */
    @Override
    public void close() {
        for (var id : List.copyOf(kept.keySet())) {
            try {
                delete(id);
            } catch (RuntimeException failure) {
                driver.say("bench: not deleted: " + id + ", " + failure);
            }
        }
    }

    Future<Answer> send(Peer by, String id, int index, FileContent content) {
        return api.chunk(by, id, index, content.chunk(index))
                .compose(answer -> SuiteApi.expect(answer, "chunk " + index, 200));
    }

    Future<String> begin(Peer by, long size) {
        return api.begin(by, "bench.bin", size)
                .compose(answer -> SuiteApi.expect(answer, "the beginning of an upload", 201))
                .compose(answer -> answer.json().getInteger("chunk_size") == FileContent.CHUNK
                        ? Future.succeededFuture(answer.json().getString("file_id"))
                        : Future.failedFuture(
                                new Refused("the targets are for chunks of 1 MiB: unset BITCHAT_CHUNK_SIZE")));
    }

    double download(Stored file) {
        long began = System.nanoTime();
        Await.result(api.download(peer, file.id(), file.content()), LONG);
        return rate(file.content().size(), began);
    }

    /** The chunk store that the suite reports: begins with {@code folder} or {@code s3}. */
    String store() {
        var health = Await.result(api.health(), Duration.ofSeconds(30));
        return health.getJsonArray("checks", new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .filter(check -> check.getString("name", "").endsWith("store"))
                .map(check -> check.getJsonObject("data", new JsonObject()).getString("store", "not told"))
                .findFirst()
                .orElse("not told");
    }

    static String name(String what, int mib) {
        return mib % 1_024 == 0
                ? String.format(Locale.ROOT, "%s %d GiB", what, mib / 1_024)
                : String.format(Locale.ROOT, "%s %d MiB", what, mib);
    }
}
