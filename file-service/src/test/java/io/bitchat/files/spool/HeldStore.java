package io.bitchat.files.spool;

import io.bitchat.files.store.ChunkStore;
import io.bitchat.files.store.ObjectBody;
import io.bitchat.files.store.ObjectKey;
import io.bitchat.files.store.ObjectReader;
import io.bitchat.files.store.StoreRoom;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that writes chunks of files only once it is released: as slow as a test wants. */
final class HeldStore implements ChunkStore {
    private final ChunkStore store;
    private final CompletableFuture<Void> released = new CompletableFuture<>();
    private final AtomicInteger writing = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    HeldStore(ChunkStore store) {
        this.store = store;
    }

    void release() {
        released.complete(null);
    }

    /** Number of chunks that are being written now. */
    int held() {
        return writing.get();
    }

    /** Largest number of chunks that were written at the same time. */
    int most() {
        return most.get();
    }

    @Override
    public Uni<Void> put(ObjectKey key, ObjectBody object) {
        if (key.kind() != ObjectKey.Kind.CHUNK) return store.put(key, object);
        return Uni.createFrom()
                .deferred(() -> {
                    most.accumulateAndGet(writing.incrementAndGet(), Math::max);
                    return Uni.createFrom().completionStage(released::copy);
                })
                .chain(() -> store.put(key, object))
                .onTermination()
                .invoke(() -> writing.decrementAndGet());
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
    public Uni<byte[]> get(ObjectKey key, int atMost) {
        return store.get(key, atMost);
    }

    @Override
    public <T> Uni<T> read(ObjectKey key, ObjectReader<T> reader) {
        return store.read(key, reader);
    }

    @Override
    public boolean movesWholeObjects() {
        return store.movesWholeObjects();
    }

    @Override
    public Uni<Void> delete(ObjectKey key) {
        return store.delete(key);
    }

    @Override
    public Uni<Void> tidy() {
        return store.tidy();
    }

    @Override
    public Uni<StoreRoom> check() {
        return store.check();
    }
}
