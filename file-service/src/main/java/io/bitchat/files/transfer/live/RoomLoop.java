package io.bitchat.files.transfer.live;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The event loop to which all state of a room is confined. */
public final class RoomLoop implements Executor {
    private final Context context;
    /** The one thread of the loop, once it is known. */
    private volatile @Nullable Thread thread;

    /** The loop of the caller, if it is on one: the devices of a room then often need no change of thread. */
    RoomLoop(Vertx vertx) {
        context = vertx.getOrCreateContext();
        if (Context.isOnEventLoopThread()) thread = Thread.currentThread();
    }

    /** Runs work on the loop: at once if the caller is on it, otherwise soon. */
    @Override
    public void execute(Runnable work) {
        if (Thread.currentThread() == thread) {
            work.run();
            return;
        }
        context.runOnContext(_ -> {
            thread = Thread.currentThread();
            work.run();
        });
    }
}
