package io.bitchat.files.store;

import io.bitchat.kit.problem.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Measures a store with the timers {@code bitchat.files.store.put} and {@code .get} (tags {@code store} and
 * {@code outcome}). Reports an unavailable store as 503 with the code {@code store_unavailable}. The exceptions for a
 * missing object and a full store are passed on.
 */
final class WatchedStore implements ChunkStore {
    /** Timeout of an operation: no store completes one that takes longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ChunkStore store;
    private final String kind;
    private final MeterRegistry metrics;

    WatchedStore(ChunkStore store, String kind, MeterRegistry metrics) {
        this.store = store;
        this.kind = kind;
        this.metrics = metrics;
    }

    @Override
    public String name() {
        return store.name();
    }

    @Override
    public String locationOf(ObjectKey key) {
        return store.locationOf(key);
    }

    @Override
    public Uni<Void> put(ObjectKey key, ObjectBody object) {
        return timed("put", store.put(key, object));
    }

    @Override
    public Uni<byte[]> get(ObjectKey key, int atMost) {
        return timed("get", store.get(key, atMost));
    }

    @Override
    public <T> Uni<T> read(ObjectKey key, ObjectReader<T> reader) {
        return store.movesWholeObjects()
                ? timed("get", store.read(key, reader))
                : bounded("get", store.read(key, new ObjectReader<T>() {
                    @Override
                    public T open(StoredObject object) throws IOException {
                        return reader.open(watched(object));
                    }

                    @Override
                    public T pass(InputStream object) throws IOException {
                        return reader.pass(object);
                    }
                }));
    }

    private StoredObject watched(StoredObject object) {
        return new WatchedObject(object, timer("get", true), timer("get", false), cause -> unavailable("get", cause));
    }

    @Override
    public boolean movesWholeObjects() {
        return store.movesWholeObjects();
    }

    @Override
    public Uni<Void> delete(ObjectKey key) {
        return bounded("delete", store.delete(key));
    }

    @Override
    public Uni<Void> tidy() {
        return store.tidy();
    }

    @Override
    public Uni<OptionalLong> spare() {
        return bounded("spare", store.spare());
    }

    /** The failure is passed on, because readiness reports the cause. */
    @Override
    public Uni<StoreRoom> check() {
        return store.check();
    }

    @Override
    public void close() {
        store.close();
    }

    private <T> Uni<T> timed(String what, Uni<T> work) {
        return Uni.createFrom().deferred(() -> {
            var begin = Timer.start(metrics);
            return bounded(what, work)
                    .onTermination()
                    .invoke((_, failure, cancelled) -> begin.stop(timer(what, failure == null && !cancelled)));
        });
    }

    private Timer timer(String what, boolean well) {
        return metrics.timer("bitchat.files.store." + what, "store", kind, "outcome", well ? "ok" : "failed");
    }

    private <T> Uni<T> bounded(String what, Uni<T> work) {
        return work.ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure(failure ->
                        !(failure instanceof StoreFullException) && !(failure instanceof ObjectMissingException))
                .transform(failure -> unavailable(what, failure));
    }

    private Problem unavailable(String what, Throwable failure) {
        Log.warnf("store operation failed work=%s store=%s cause=%s", what, name(), failure);
        return Problem.unavailable(
                "store_unavailable", "the file store does not answer; acknowledged data is kept, try again");
    }
}
