package io.bitchat.files.store;

import io.bitchat.s3.S3Bucket;
import io.bitchat.s3.S3Error;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** A bucket of an S3 server, one object for each chunk. A chunk is one request, so the server has all of it or nothing. */
final class S3Store implements ChunkStore {
    /** As many as are on their way at most times, of chunks that are not much longer than most. */
    private static final int KEPT = 8;

    private static final int LONGEST = 2 << 20;

    private final S3Bucket bucket;
    private final boolean mayCreate;
    private final Workers workers;
    private final ByteArrayPool sealed = new ByteArrayPool(KEPT, LONGEST);

    /** @param mayCreate whether the bucket is made where it is missing */
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

    /** What is in the array is sealed, and it is given back only once the client does not read it any more. */
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

    /** A request for each piece would cost more than the memory. */
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

    /** Where there is no such object, or no bucket at all, there is nothing to delete. */
    @Override
    public Uni<Void> delete(ObjectKey key) {
        return here(request(() -> bucket.delete(key.toString()))
                .onFailure(failure -> is(failure, S3Error.Kind.MISSING) || is(failure, S3Error.Kind.NO_BUCKET))
                .recoverWithNull());
    }

    /** An object is one request: there is never a part of one. */
    @Override
    public Uni<Void> tidy() {
        return Uni.createFrom().voidItem();
    }

    /** Whether the server answers, knows the credentials, and has the bucket, which is made where it is missing. */
    @Override
    public Uni<Void> check() {
        return here(withBucket(request(bucket::check)));
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

    /** Begins a request on a worker thread, since signing it hashes the object. */
    private <T> Uni<T> request(Callable<CompletableFuture<T>> call) {
        return workers.run(call)
                .chain(answer -> Uni.createFrom().completionStage(answer))
                .onFailure()
                .transform(S3Error::of);
    }

    private static boolean is(Throwable failure, S3Error.Kind kind) {
        return failure instanceof S3Error error && error.kind() == kind;
    }

    /** In the words of a {@link ChunkStore}. */
    private static Throwable told(ObjectKey key, Throwable failure) {
        return switch (S3Error.of(failure).kind()) {
            case MISSING -> new ObjectMissingException(key);
            case FULL -> new StoreFullException(failure);
            case EXISTS, NO_BUCKET, DENIED, RETRYABLE, PERMANENT -> failure;
        };
    }

    /** Answers where the caller is, and not on a thread of the client. */
    private static <T> Uni<T> here(Uni<T> work) {
        return Uni.createFrom().deferred(() -> {
            Context caller = Vertx.currentContext();
            return caller == null ? work : work.emitOn(task -> caller.runOnContext(_ -> task.run()));
        });
    }
}
