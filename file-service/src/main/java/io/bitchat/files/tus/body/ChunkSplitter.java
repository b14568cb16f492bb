package io.bitchat.files.tus.body;

import io.bitchat.chunks.ChunkPlan;
import io.bitchat.kit.problem.Problem;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Splits a stream into the chunks of a file. A few chunks are stored while the next one fills. Beyond that, or without
 * room in memory, the source has to wait. Runs on one event loop.
 */
public final class ChunkSplitter {
    private static final int AT_ONCE = 4;

    private final ChunkPlan plan;
    private final Context loop;
    private final Store store;
    private final IntFunction<? extends Uni<? extends Runnable>> room;
    private final CompletableFuture<Rest> done = new CompletableFuture<>();
    private final Deque<Buffer> waiting = new ArrayDeque<>();
    private byte[] lead;
    private long left;
    private int index;
    private byte @Nullable [] chunk;
    private int filled;
    private Runnable release = () -> {};
    private Runnable ready = () -> {};
    private int inFlight;
    private boolean asking;
    private boolean full;
    private boolean ended;
    private @Nullable Problem why;
    private @Nullable Throwable failure;

    /** Stores a chunk. */
    public interface Store {
        Uni<?> store(int index, byte[] bytes);
    }

    /**
     * What is left when all full chunks are stored.
     *
     * @param index index of the chunk that the bytes begin
     * @param bytes empty if nothing came after the last full chunk
     * @param why reason why the stream was stopped early; empty if it ended normally
     * @param free returns the memory of the bytes; must be run once
     */
    public record Rest(int index, byte[] bytes, Optional<Problem> why, Runnable free) {}

    /**
     * @param index index of the first chunk to come
     * @param lead bytes of that chunk that are there already
     * @param room lends this many bytes of memory once there is room
     */
    public ChunkSplitter(
            ChunkPlan plan,
            int index,
            byte[] lead,
            Context loop,
            Store store,
            IntFunction<? extends Uni<? extends Runnable>> room) {
        this.plan = plan;
        this.index = index;
        this.lead = lead;
        this.loop = loop;
        this.store = store;
        this.room = room;
        this.left = index == plan.count() ? 0 : plan.fileSize() - plan.offset(index) - lead.length;
    }

    /** Completes once no chunk is in flight; fails with the first failure. */
    public CompletableFuture<Rest> done() {
        return done;
    }

    /** Sets the action to run when more can be taken again, after {@link #add} has returned false. */
    public void onReady(Runnable action) {
        ready = action;
    }

    /** Index of the chunk that is being filled; empty if there is none. */
    Optional<Integer> filling() {
        return chunk == null ? Optional.empty() : Optional.of(index);
    }

    /** @return whether more can be taken at once */
    public boolean add(Buffer bytes) {
        if (ended || failure != null) return true;
        if (bytes.length() > left) {
            stop(tooLong());
            return true;
        }
        left -= bytes.length();
        waiting.add(bytes);
        place();
        full = !waiting.isEmpty();
        return !full;
    }

    /** Ends the stream. */
    public void end() {
        ended = true;
        settle();
    }

    /** Ends the stream early. All bytes that have come are kept, once there is memory for those that still wait. */
    public void cutOff(Problem reason) {
        if (ended) return;
        why = reason;
        end();
    }

    /** Ends the stream early and at once. Only the bytes of the chunk that is being filled are kept. */
    public void stop(Problem reason) {
        if (!ended) why = reason;
        waiting.clear();
        end();
    }

    private void place() {
        while (!waiting.isEmpty()) {
            if (chunk == null) {
                ask();
                return;
            }
            var head = waiting.remove();
            int taken = Math.min(head.length(), chunk.length - filled);
            head.getBytes(0, taken, chunk, filled);
            filled += taken;
            if (taken < head.length()) waiting.addFirst(head.slice(taken, head.length()));
            if (filled == chunk.length) send(chunk);
        }
    }

    private void ask() {
        if (asking || inFlight >= AT_ONCE) return;
        asking = true;
        room.apply(plan.length(index))
                .subscribe()
                .with(free -> loop.runOnContext(_ -> begin(free)), cause -> loop.runOnContext(_ -> fail(cause)));
    }

    private void begin(Runnable free) {
        asking = false;
        if (done.isDone() || failure != null || waiting.isEmpty()) {
            free.run();
            settle();
            return;
        }
        release = free;
        chunk = Arrays.copyOf(lead, plan.length(index));
        filled = lead.length;
        lead = new byte[0];
        place();
        goOn();
    }

    private void send(byte[] bytes) {
        int at = index;
        var free = release;
        chunk = null;
        release = () -> {};
        index++;
        inFlight++;
        store.store(at, bytes)
                .subscribe()
                .with(
                        _ -> loop.runOnContext(_ -> sent(free)),
                        cause -> loop.runOnContext(_ -> {
                            if (failure == null) failure = cause;
                            sent(free);
                        }));
    }

    private void sent(Runnable free) {
        free.run();
        inFlight--;
        if (failure != null) waiting.clear();
        place();
        goOn();
    }

    private void goOn() {
        if (full && waiting.isEmpty() && failure == null && !ended) {
            full = false;
            ready.run();
        }
        settle();
    }

    /** Fails the stream: the source has failed, or no memory was available. */
    public void fail(Throwable cause) {
        asking = false;
        if (failure == null) failure = cause;
        waiting.clear();
        settle();
    }

    private void settle() {
        if (done.isDone() || inFlight > 0) return;
        if (failure != null) {
            release.run();
            release = () -> {};
            chunk = null;
            done.completeExceptionally(failure);
        } else if (ended && waiting.isEmpty()) {
            var bytes = chunk == null ? new byte[0] : Arrays.copyOf(chunk, filled);
            done.complete(new Rest(index, bytes, Optional.ofNullable(why), release));
        }
    }

    private Problem tooLong() {
        return Problem.tooLarge("the body exceeds the upload, which has " + plan.fileSize() + " bytes");
    }
}
