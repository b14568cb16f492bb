package io.bitchat.files.store;

import io.bitchat.s3.S3Bucket;
import io.bitchat.s3.S3Error;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/**
 * A bucket of an S3 server with one object for each chunk. A chunk is one request, so the server has all of it or
 * nothing.
 */
final class S3Store implements ChunkStore {
    /** Arrays kept for reuse: as many as are usually in flight, each at most {@code LONGEST} bytes. */
    private static final int KEPT = 8;

    private static final int LONGEST = 2 << 20;

    private final S3Bucket bucket;
    private final boolean mayCreate;
    private final Workers workers;
    private final ByteArrayPool sealed = new ByteArrayPool(KEPT, LONGEST);

    /** @param mayCreate whether the bucket is created if it does not exist */
    S3Store(S3Bucket bucket, boolean mayCreate, Workers workers) {
        this.bucket = bucket;
        this.mayCreate = mayCreate;
        this.workers = workers;
    }

    @Override
    public String name() {
        return "s3 " + bucket.settings().endpoint() + " bucket "
                + bucket.settings().bucket();
    }

    @Override
    public String locationOf(ObjectKey key) {
        return "s3://" + bucket.settings().bucket() + "/" + key;
    }

    @Override
    public Uni<Void> put(ObjectKey key, ObjectBody object) {
        return here(
                withBucket(request(() -> putSealed(key, object))).onFailure().transform(failure -> told(key, failure)));
    }

    /** Seals into a pooled array, and returns it to the pool only once the client does not read it any more. */
    private CompletableFuture<Void> putSealed(ObjectKey key, ObjectBody object) throws IOException {
        var array = sealed.take(object.length());
        object.writeTo(array);
        return bucket.putSealed(key.toString(), array, object.length()).whenComplete((_, _) -> sealed.giveBack(array));
    }

    @Override
    public Uni<byte[]> get(ObjectKey key, int atMost) {
        return here(
                request(() -> bucket.get(key.toString(), atMost)).onFailure().transform(failure -> told(key, failure)));
    }

    /**
     * Reads the whole object in one request. A request for each piece would cost more than the memory that it saves.
     */
    @Override
    public <T> Uni<T> read(ObjectKey key, ObjectReader<T> reader) {
        return here(request(() -> bucket.get(key.toString(), reader::pass))
                .onFailure()
                .transform(failure -> told(key, failure)));
    }

    @Override
    public boolean movesWholeObjects() {
        return true;
    }

    /** A missing object, or a missing bucket, counts as deleted. */
    @Override
    public Uni<Void> delete(ObjectKey key) {
        return here(request(() -> bucket.delete(key.toString()))
                .onFailure(failure -> is(failure, S3Error.Kind.MISSING) || is(failure, S3Error.Kind.NO_BUCKET))
                .recoverWithNull());
    }

    /** Does nothing: an object is one request, so there is never an incomplete one. */
    @Override
    public Uni<Void> tidy() {
        return Uni.createFrom().voidItem();
    }

    /**
     * Checks that the server responds, accepts the credentials and has the bucket, which is created if that is
     * configured.
     */
    @Override
    public Uni<StoreRoom> check() {
        return here(withBucket(request(bucket::check)).replaceWith(StoreRoom.UNKNOWN));
    }

    @Override
    public void close() {
        bucket.close();
    }

    private Uni<Void> withBucket(Uni<Void> work) {
        if (!mayCreate) return work;
        return work.onFailure(failure -> is(failure, S3Error.Kind.NO_BUCKET))
                .recoverWithUni(() -> request(bucket::create).chain(() -> work));
    }

    /** Begins a request on a worker thread, since sealing and signing an object take processor time. */
    private <T> Uni<T> request(Callable<CompletableFuture<T>> call) {
        return workers.run(call)
                .chain(answer -> Uni.createFrom().completionStage(answer))
                .onFailure()
                .transform(S3Error::of);
    }

    private static boolean is(Throwable failure, S3Error.Kind kind) {
        return failure instanceof S3Error error && error.kind() == kind;
    }

    /** Maps a failure to the exceptions of {@link ChunkStore}. */
    private static Throwable told(ObjectKey key, Throwable failure) {
        return switch (S3Error.of(failure).kind()) {
            case MISSING -> new ObjectMissingException(key);
            case FULL -> new StoreFullException(failure);
            case EXISTS, NO_BUCKET, DENIED, RETRYABLE, PERMANENT -> failure;
        };
    }

    /** Completes on the caller's context, not on a thread of the client. */
    private static <T> Uni<T> here(Uni<T> work) {
        return Uni.createFrom().deferred(() -> {
            Context caller = Vertx.currentContext();
            return caller == null ? work : work.emitOn(task -> caller.runOnContext(_ -> task.run()));
        });
    }
}
