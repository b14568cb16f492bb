package io.bitchat.files.spool;

import io.bitchat.files.chunk.KeptPiece;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A spool that is deleted only once nothing is under way any more; what comes afterwards fails. What has begun goes on
 * although its caller gives up, and completes on the caller's context.
 */
final class GuardedSpool implements Spool {
    private final SpooledFile file;
    private final Spool spool;
    private final CompletableFuture<@Nullable Void> idle = new CompletableFuture<>();
    private int running;
    private boolean ending;

    GuardedSpool(SpooledFile file, Spool spool) {
        this.file = file;
        this.spool = spool;
    }

    @Override
    public BitSet stored() {
        return spool.stored();
    }

    @Override
    public Uni<Void> put(int index, Buffer message) {
        return guarded(() -> {
            requireLength(index, message);
            return spool.put(index, message);
        });
    }

    @Override
    public Uni<Buffer> get(int index) {
        return guarded(() -> spool.get(index));
    }

    @Override
    public Uni<List<KeptPiece>> keep() {
        return guarded(spool::keep);
    }

    @Override
    public Uni<Void> delete() {
        return afterAll(spool::delete);
    }

    @Override
    public Uni<Void> close() {
        return afterAll(spool::close);
    }

    /** Begins nothing more, and does this once nothing is under way. */
    private Uni<Void> afterAll(Supplier<Uni<Void>> last) {
        return here(() -> Uni.createFrom().emitter(result -> {
            end();
            spool.ending();
            Uni.createFrom()
                    .completionStage(() -> idle.copy())
                    .chain(last::get)
                    .subscribe()
                    .with(result::complete, result::fail);
        }));
    }

    /** A message of another length would be written over its neighbours. */
    private void requireLength(int index, Buffer message) {
        if (message.length() != file.messageLength(index))
            throw new IllegalArgumentException("chunk " + index + " in a message of " + message.length() + " bytes");
    }

    private <T> Uni<T> guarded(Supplier<Uni<T>> work) {
        return here(() -> Uni.createFrom().emitter(result -> {
            if (!begin()) {
                result.fail(new IllegalStateException("the spool is deleted"));
                return;
            }
            Uni.createFrom()
                    .<T>deferred(work::get)
                    .onTermination()
                    .invoke(this::finish)
                    .subscribe()
                    .with(result::complete, result::fail);
        }));
    }

    private static <T> Uni<T> here(Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            Context caller = Vertx.currentContext();
            return caller == null ? work.get() : work.get().emitOn(on(caller));
        });
    }

    private static Executor on(Context caller) {
        return task -> {
            if (Vertx.currentContext() == caller) task.run();
            else caller.runOnContext(_ -> task.run());
        };
    }

    private synchronized boolean begin() {
        if (ending) return false;
        running++;
        return true;
    }

    private synchronized void finish() {
        running--;
        if (ending && running == 0) idle.complete(null);
    }

    private synchronized void end() {
        ending = true;
        if (running == 0) idle.complete(null);
    }
}
