package io.bitchat.files.flow;

import io.bitchat.files.store.StoreFullException;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Memory in which transfers gather and cache pieces of their files, limited for all together. If there is not enough, what
 * was used least recently goes first: cached pieces, which can be read again, then pieces of a transfer that has not moved
 * for a while. So abandoned transfers hinder nobody. Thread-safe.
 */
public final class PieceMemory {
    /** A transfer that does nothing for so long may lose what it has gathered. */
    public static final Duration IDLE = Duration.ofSeconds(10);

    /** Who finds no room waits for so long: what is abandoned then has given up. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(200);

    private final long limit;
    private final LongConsumer meter;
    private final Executor executor;
    private final LongSupplier nanos;
    /** Those that used memory least recently come first. */
    private final Set<Share> shares = new LinkedHashSet<>();

    private long used;

    /** There is no room at this moment. */
    static final class NoRoom extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoRoom() {
            super("too many large transfers at a time", null, false, false);
        }
    }

    /** What uses the memory. */
    public interface Owner {
        /** Forgets what is cached. Must not call the memory, nor wait for whoever may call it. */
        void dropCached();

        /** Forgets what is gathered and takes nothing more; called once, by another thread. */
        void giveUp();
    }

    /**
     * @param limit bytes of all shares together
     * @param meter takes changes of the bytes in use
     * @param executor calls {@link Owner#giveUp}
     * @param nanos a clock in nanoseconds
     */
    public PieceMemory(long limit, LongConsumer meter, Executor executor, LongSupplier nanos) {
        this.limit = limit;
        this.meter = meter;
        this.executor = executor;
        this.nanos = nanos;
    }

    /** A share, empty at first. */
    public Share share(Owner owner) {
        return new Share(owner);
    }

    private boolean makeRoom(Share forShare, long bytes) {
        for (var share : shares) {
            if (used + bytes <= limit) return true;
            if (share != forShare) share.dropCached();
        }
        while (used + bytes > limit) {
            var idle = idlest(forShare);
            if (idle.isEmpty()) return false;
            idle.get().giveUp();
        }
        return true;
    }

    private Optional<Share> idlest(Share but) {
        long since = nanos.getAsLong() - IDLE.toNanos();
        return shares.stream()
                .filter(share -> share != but && share.gathered > 0 && share.usedAt - since <= 0)
                .findFirst();
    }

    private void add(long bytes) {
        used += bytes;
        meter.accept(bytes);
    }

    /** What one transfer has of the memory. */
    public final class Share {
        private final Owner owner;
        private long gathered;
        private long cached;
        private long usedAt;
        private boolean over;
        private volatile boolean ending;

        private Share(Owner owner) {
            this.owner = owner;
        }

        /**
         * Takes bytes for pieces that are gathered.
         *
         * @throws NoRoom if others need all of the memory
         * @throws StoreFullException if this share was given up
         */
        public void gather(long bytes) {
            synchronized (PieceMemory.this) {
                touch();
                if (over) throw new StoreFullException(new IOException("others needed its memory"));
                if (!makeRoom(this, bytes)) throw new NoRoom();
                gathered += bytes;
                add(bytes);
            }
        }

        /** Does work that may {@link #gather}. If there is no room, waits until others have given memory back, or up. */
        public <T> Uni<T> whenThereIsRoom(Supplier<T> work) {
            return Uni.createFrom()
                    .item(work)
                    .onFailure(failure -> failure instanceof NoRoom && !ending)
                    .retry()
                    .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                    .expireIn(PATIENCE.toMillis())
                    .onFailure(failure -> failure instanceof NoRoom || failure.getCause() instanceof NoRoom)
                    .transform(failure -> new StoreFullException(failure));
        }

        /** Who waits for room gives up soon. */
        public void waitNoMore() {
            ending = true;
        }

        /** A gathered piece is not needed any more. */
        public void gaveBack(long bytes) {
            synchronized (PieceMemory.this) {
                if (over) return;
                gathered -= bytes;
                add(-bytes);
            }
        }

        /** Takes bytes for a cached piece; false if there is no room. */
        public boolean cache(long bytes) {
            synchronized (PieceMemory.this) {
                touch();
                if (over || used + bytes > limit) return false;
                cached += bytes;
                add(bytes);
                return true;
            }
        }

        /** Cached pieces are not needed any more. */
        public void uncached(long bytes) {
            synchronized (PieceMemory.this) {
                long now = Math.min(bytes, cached);
                cached -= now;
                add(-now);
            }
        }

        /** The transfer moves. */
        public void touch() {
            synchronized (PieceMemory.this) {
                usedAt = nanos.getAsLong();
                shares.remove(this);
                if (!over) shares.add(this);
            }
        }

        /** Gives everything back. */
        public void close() {
            synchronized (PieceMemory.this) {
                add(-gathered - cached);
                gathered = 0;
                cached = 0;
                over = true;
                shares.remove(this);
            }
        }

        private void dropCached() {
            if (cached == 0) return;
            owner.dropCached();
            add(-cached);
            cached = 0;
        }

        private void giveUp() {
            dropCached();
            close();
            executor.execute(owner::giveUp);
        }
    }
}
