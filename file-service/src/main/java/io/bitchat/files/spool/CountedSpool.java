package io.bitchat.files.spool;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A spool that gives back its share of a limited room once it is deleted. */
final class CountedSpool implements Spool {
    private final Spool spool;
    private final Runnable giveBack;
    private final AtomicBoolean given = new AtomicBoolean();

    CountedSpool(Spool spool, Runnable giveBack) {
        this.spool = spool;
        this.giveBack = giveBack;
    }

    @Override
    public BitSet stored() {
        return spool.stored();
    }

    @Override
    public Uni<Void> put(int index, Buffer message) {
        return spool.put(index, message);
    }

    @Override
    public Uni<Buffer> get(int index) {
        return spool.get(index);
    }

    @Override
    public Uni<List<KeptPiece>> keep() {
        return spool.keep();
    }

    @Override
    public Uni<Void> delete() {
        return spool.delete().onTermination().invoke(() -> {
            if (given.compareAndSet(false, true)) giveBack.run();
        });
    }
}
