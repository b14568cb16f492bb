package io.bitchat.bench.load;

import io.bitchat.bench.report.Latencies;
import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.impl.ContextInternal;
import java.util.concurrent.TimeUnit;

/**
 * Starts work at fixed times, whether or not earlier work is done (open loop). Each shot gets its due time and measures
 * from it, so delays of the driver or the suite count as latency.
 */
public final class OpenLoop {
    /** One piece of work. */
    @FunctionalInterface
    public interface Shot {
        void fire(long index, long dueNanos);
    }

    private final Context loop;
    private final EventLoop clock;
    private final Latencies lateness = new Latencies();

    public OpenLoop(Context loop) {
        this.loop = loop;
        this.clock = ((ContextInternal) loop).nettyEventLoop();
    }

    /** Completes when the last shot was fired, not when it was answered. */
    public Future<Void> run(double perSecond, long shots, Shot shot) {
        Promise<Void> fired = Promise.promise();
        loop.runOnContext(_ -> new Run(perSecond, shots, shot, fired).next());
        return fired.future();
    }

    /** How late the driver itself was; large values mean that it lacked processor time. */
    public Latencies lateness() {
        return lateness;
    }

    private final class Run {
        private final double nanosPerShot;
        private final long shots;
        private final Shot shot;
        private final Promise<Void> fired;
        private final long start = System.nanoTime();
        private long index;

        Run(double perSecond, long shots, Shot shot, Promise<Void> fired) {
            this.nanosPerShot = TimeUnit.SECONDS.toNanos(1) / perSecond;
            this.shots = shots;
            this.shot = shot;
            this.fired = fired;
        }

        private long due() {
            return start + (long) (index * nanosPerShot);
        }

        void next() {
            while (index < shots && due() - System.nanoTime() <= 0) {
                lateness.since(due());
                shot.fire(index, due());
                index++;
            }
            if (index == shots) {
                fired.complete();
            } else {
                clock.schedule(this::step, due() - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        }

        private void step() {
            loop.runOnContext(_ -> next());
        }
    }
}
