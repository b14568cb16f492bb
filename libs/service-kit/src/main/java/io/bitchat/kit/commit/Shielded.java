package io.bitchat.kit.commit;

import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/**
 * Work that runs to its end even if its caller cancels. A client that hangs up cancels the {@link Uni} of its request.
 * Without this shield, a connection just obtained from the pool would be lost, or one would be returned inside an open
 * transaction. Everything that takes a connection uses this class.
 */
public final class Shielded {
    private Shielded() {}

    /**
     * Starts the work at the first subscription. A subscriber that cancels misses the result, but does not stop the
     * work.
     */
    public static <T> Uni<T> run(Supplier<Uni<T>> work) {
        return Uni.createFrom()
                .emitter(caller ->
                        Uni.createFrom().deferred(work::get).subscribe().with(caller::complete, caller::fail));
    }
}
