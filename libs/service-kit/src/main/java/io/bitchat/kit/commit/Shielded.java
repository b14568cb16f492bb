package io.bitchat.kit.commit;

import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/**
 * Work that runs to its end though nobody waits for it any more. A client that hangs up cancels the {@link Uni} of its
 * request; without a shield that would lose a connection which is just coming from the pool, or give one back inside an
 * open transaction. Everything that leases a connection goes through here.
 */
public final class Shielded {
    private Shielded() {}

    /** Begins the work with the first subscriber; whoever leaves misses the outcome and ends nothing. */
    public static <T> Uni<T> run(Supplier<Uni<T>> work) {
        return Uni.createFrom()
                .emitter(caller ->
                        Uni.createFrom().deferred(work::get).subscribe().with(caller::complete, caller::fail));
    }
}
