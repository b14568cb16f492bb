package io.bitchat.bench.load;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.IntFunction;

/** Many asynchronous calls with limited concurrency; the first failure ends them. */
public final class Bounded {
    private final int count;
    private final IntFunction<Future<?>> call;
    private final Promise<Void> done = Promise.promise();
    private int started;
    private int finished;

    private Bounded(int count, IntFunction<Future<?>> call) {
        this.count = count;
        this.call = call;
    }

    public static Future<Void> all(Context loop, int count, int atOnce, IntFunction<Future<?>> call) {
        var run = new Bounded(count, call);
        loop.runOnContext(_ -> {
            if (count == 0) {
                run.done.complete();
            }
            for (int i = 0; i < Math.min(atOnce, count); i++) {
                run.next();
            }
        });
        return run.done.future();
    }

    private void next() {
        if (started == count || done.future().isComplete()) {
            return;
        }
        call.apply(started++).onComplete(result -> {
            if (result.failed()) {
                done.tryFail(result.cause());
            } else if (++finished == count) {
                done.tryComplete();
            } else {
                next();
            }
        });
    }
}
