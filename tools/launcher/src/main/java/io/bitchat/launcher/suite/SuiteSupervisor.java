package io.bitchat.launcher.suite;

import io.bitchat.launcher.process.ProcessSpec;
import io.bitchat.launcher.process.ProcessSupervisor;
import io.bitchat.launcher.process.RestartPolicy;
import io.bitchat.launcher.process.Watch;
import io.bitchat.launcher.progress.SuiteEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Runs the processes stage by stage, records which run, and stops them in reverse. */
final class SuiteSupervisor implements ProcessSupervisor.Listener {
    private final List<List<ProcessSupervisor>> stages = new ArrayList<>();
    private final Consumer<Map<String, Long>> pidsChanged;
    private final Map<String, Long> pids = new LinkedHashMap<>();
    private final CompletableFuture<String> failure = new CompletableFuture<>();

    /** @param pidsChanged receives the running processes by name after every change; never called concurrently */
    SuiteSupervisor(
            List<List<ProcessSpec>> stages,
            SuiteFiles files,
            SuiteEvents events,
            Supplier<RestartPolicy> policies,
            Consumer<Map<String, Long>> pidsChanged) {
        this(stages, files, events, policies, pidsChanged, Watch.LIMIT);
    }

    /** @param patience time after which a running process that is not ready is restarted */
    SuiteSupervisor(
            List<List<ProcessSpec>> stages,
            SuiteFiles files,
            SuiteEvents events,
            Supplier<RestartPolicy> policies,
            Consumer<Map<String, Long>> pidsChanged,
            Duration patience) {
        this.pidsChanged = pidsChanged;
        for (List<ProcessSpec> stage : stages) {
            this.stages.add(stage.stream()
                    .map(spec -> new ProcessSupervisor(spec, files, events, this, policies.get(), patience))
                    .toList());
        }
        List<ProcessSupervisor> all = this.stages.stream().flatMap(List::stream).toList();
        for (ProcessSupervisor one : all) {
            one.compareWith(() -> all.stream()
                    .filter(other -> other != one)
                    .map(ProcessSupervisor::health)
                    .toList());
        }
    }

    /**
     * Starts the processes of a stage together, and the next stage when all are ready; returns false if one was given
     * up.
     */
    boolean start() {
        for (List<ProcessSupervisor> stage : stages) {
            stage.forEach(ProcessSupervisor::start);
            var ready = CompletableFuture.allOf(
                    stage.stream().map(ProcessSupervisor::firstReady).toArray(CompletableFuture<?>[]::new));
            CompletableFuture.anyOf(ready, failure).join();
            if (failure.isDone()) {
                return false;
            }
        }
        return true;
    }

    /** Waits until a process is given up; returns the reason. */
    String awaitFailure() {
        return failure.join();
    }

    /** Stops the last stage first, and the processes of a stage together. Bounded by their stop limits. */
    void stop() throws InterruptedException {
        for (List<ProcessSupervisor> stage : stages.reversed()) {
            List<Thread> stops = stage.stream()
                    .map(supervisor -> Thread.ofPlatform().start(() -> stop(supervisor)))
                    .toList();
            for (Thread stop : stops) {
                stop.join();
            }
        }
    }

    /** Ends all processes at once, by force where that does no harm. */
    void kill() {
        stages.reversed().forEach(stage -> stage.forEach(ProcessSupervisor::kill));
        failure.complete("it was stopped");
    }

    @Override
    public synchronized void running(ProcessSpec spec, long pid) {
        pids.put(spec.name(), pid);
        pidsChanged.accept(Map.copyOf(pids));
    }

    @Override
    public synchronized void gone(ProcessSpec spec) {
        pids.remove(spec.name());
        pidsChanged.accept(Map.copyOf(pids));
    }

    @Override
    public void failed(ProcessSpec spec, String why) {
        failure.complete(spec.name() + " " + why);
    }

    private static void stop(ProcessSupervisor supervisor) {
        try {
            supervisor.stop();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
