package io.bitchat.launcher.process;

import io.bitchat.embedded.EmbeddedException;
import io.bitchat.launcher.progress.SuiteEvents;
import io.bitchat.launcher.suite.SuiteException;
import io.bitchat.launcher.suite.SuiteFiles;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps one process running: starts it, restarts it when it dies, stops it. Runs on a thread of its own. */
public final class ProcessSupervisor implements Runnable {
    /** Receives the events of a process; implemented by the supervisor of the suite. */
    public interface Listener {
        void running(ProcessSpec spec, long pid);

        void gone(ProcessSpec spec);

        void failed(ProcessSpec spec, String why);
    }

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final ProcessSpec spec;
    private final SuiteFiles files;
    private final SuiteEvents events;
    private final Listener listener;
    private final InstantSource clock = InstantSource.system();
    private final RestartPolicy policy;
    private final CompletableFuture<Void> firstReady = new CompletableFuture<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Duration patience;
    private volatile Supplier<List<Health>> others = List::of;
    private volatile Health health = Health.READY;
    private @Nullable Child child;
    private @Nullable Thread thread;

    /** @param patience time after which a running process that is not ready is restarted */
    public ProcessSupervisor(
            ProcessSpec spec,
            SuiteFiles files,
            SuiteEvents events,
            Listener listener,
            RestartPolicy policy,
            Duration patience) {
        this.patience = patience;
        this.spec = spec;
        this.files = files;
        this.events = events;
        this.listener = listener;
        this.policy = policy;
    }

    /** Sets the source of the other processes' health, which shows whether a missing dependency is up. */
    public void compareWith(Supplier<List<Health>> others) {
        this.others = others;
    }

    public void start() {
        thread = Thread.ofPlatform().daemon().name("keep-" + spec.name()).start(this);
    }

    /** Completes when the process is ready for the first time. */
    public CompletableFuture<Void> firstReady() {
        return firstReady;
    }

    @Override
    public void run() {
        try {
            boolean again;
            do {
                again = runOnce();
            } while (again);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (SuiteException | EmbeddedException e) {
            listener.failed(spec, String.valueOf(e.getMessage()));
        }
    }

    public void stop() throws InterruptedException {
        Child running = forbidRestart();
        if (running != null && running.isAlive()) {
            Instant begin = clock.instant();
            events.stopping(spec);
            running.stop();
            events.stopped(spec, Duration.between(begin, clock.instant()));
        }
        Thread keeping = thread;
        if (keeping != null) {
            keeping.join(spec.stopLimit());
        }
    }

    /** Ends the process, and starts it no more. */
    public void kill() {
        Child running = forbidRestart();
        if (running != null) running.end();
    }

    private synchronized @Nullable Child forbidRestart() {
        stopping.countDown();
        return child;
    }

    /** One run of the process; returns true if it should be started again. */
    private boolean runOnce() throws InterruptedException {
        Instant begin = clock.instant();
        events.starting(spec);
        spec.prepare().run();
        Child running = spawn();
        if (running == null) {
            return false;
        }
        boolean served = running.awaitReady();
        if (served) {
            events.ready(spec, Duration.between(begin, clock.instant()));
            firstReady.complete(null);
        }
        Diagnosis why = served ? watch(running) : running.awaitEnd();
        health = Health.READY;
        listener.gone(spec);
        return !isStopping() && pauseAfter(why, served);
    }

    /** Waits for the end of the process, and stops it if it has not been ready for too long. */
    private Diagnosis watch(Child running) throws InterruptedException {
        Watch watch = new Watch(patience);
        while (!running.awaitEnd(LOOK)) {
            health = spec.health().get();
            Optional<String> stuck = watch.look(health, others.get(), clock.instant());
            if (stuck.isPresent() && !isStopping()) {
                running.stop();
                return new Diagnosis(stuck.get(), "see its log; it is restarted");
            }
        }
        return running.awaitEnd();
    }

    /** The health at the last check. */
    public Health health() {
        return health;
    }

    /** Synchronized, so that a concurrent stop either sees the child or prevents it. */
    private synchronized @Nullable Child spawn() {
        if (isStopping()) {
            return null;
        }
        Child spawned = Child.spawn(spec, files);
        child = spawned;
        listener.running(spec, spawned.pid());
        return spawned;
    }

    private boolean pauseAfter(Diagnosis why, boolean served) throws InterruptedException {
        Optional<Duration> pause = policy.next(clock.instant(), served);
        if (pause.isEmpty()) {
            listener.failed(spec, why.cause() + ", after " + policy.used(served) + " restarts; " + why.remedy());
            return false;
        }
        events.died(spec, why, pause.get(), policy.used(served));
        return !stopping.await(pause.get().toMillis(), TimeUnit.MILLISECONDS);
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }
}
