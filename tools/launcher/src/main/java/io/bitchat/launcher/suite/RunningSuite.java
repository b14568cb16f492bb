package io.bitchat.launcher.suite;

import io.bitchat.launcher.aot.AotCache;
import io.bitchat.launcher.aot.AotTraining;
import io.bitchat.launcher.aot.Background;
import io.bitchat.launcher.process.Memory;
import io.bitchat.launcher.process.OwnSession;
import io.bitchat.launcher.process.ProcessSpec;
import io.bitchat.launcher.process.RestartPolicy;
import io.bitchat.launcher.progress.LiveProgress;
import io.bitchat.launcher.progress.PlainProgress;
import io.bitchat.launcher.progress.SuiteEvents;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The suite of this launcher: its output, its state file, and its shutdown. */
public final class RunningSuite {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final long MEMORY_OF_TRAINING = 2L << 30;
    /** What is recorded, the caches, and the data of the second suite; and the suite that serves must never lack room. */
    private static final long DISK_OF_TRAINING = 4L << 30;

    private final SuiteConfig config;
    private final PrintStream out;
    private final SuiteEvents events;
    private final SuiteSupervisor supervisor;
    private final AotTraining training;
    private boolean stopped;

    public RunningSuite(SuiteConfig config, PrintStream out) {
        this.config = config;
        this.out = out;
        this.events = isTerminal() ? new LiveProgress(out, config.files()) : new PlainProgress(out, config.files());
        var parts = new SuiteProcesses(
                config,
                PasswordFile.of(config.files()),
                ProcessSpec.Purpose.SERVE,
                config.aot() ? AotCache::use : null);
        this.supervisor =
                new SuiteSupervisor(parts.stages(), config.files(), events, RunningSuite::policy, this::record);
        var background = new Background();
        this.training = new AotTraining(
                parts.caches(),
                config.files().log("aot"),
                command -> OwnSession.command(Background.command(command)),
                () -> background.isIdle()
                        && Memory.available().orElse(Long.MAX_VALUE) > MEMORY_OF_TRAINING
                        && config.files().data().toFile().getUsableSpace() > DISK_OF_TRAINING
                        && config.root().toFile().getUsableSpace() > DISK_OF_TRAINING,
                new TrainingSuite(config));
    }

    /** Returns true if all processes became ready. */
    public boolean start() {
        record(Map.of());
        boolean ready = supervisor.start();
        settle();
        return ready;
    }

    /** Makes the AOT caches that are missing, in the background, so that the next start is faster. */
    public void train() {
        if (training.size() == 0) return;
        try {
            Files.writeString(
                    config.files().training(),
                    Long.toString(ProcessHandle.current().pid()));
        } catch (IOException e) {
            out.println("cannot write " + config.files().training() + ": " + e);
            return;
        }
        out.println("AOT caches are being made while the machine is idle: the next start is faster (--no-aot: off).");
        training.start(this::trained);
    }

    private void trained(int caches) {
        removeTraining();
        out.println(
                caches == training.size()
                        ? "AOT caches made; the next start is faster"
                        : "not all AOT caches were made; see " + config.files().log("aot"));
    }

    private void removeTraining() {
        try {
            Files.deleteIfExists(config.files().training());
        } catch (IOException e) {
            out.println(config.files().training() + " cannot be removed: " + e);
        }
    }

    public String awaitFailure() {
        return supervisor.awaitFailure();
    }

    /** Runs once, whoever calls first: the failure of a process, or the signal that ends the launcher. */
    public synchronized void stop() {
        if (stopped) {
            return;
        }
        stopped = true;
        try {
            out.println("stopping");
            training.stop();
            removeTraining();
            supervisor.stop();
            settle();
            Files.deleteIfExists(config.files().state());
            out.println("stopped; data is kept in " + config.files().data());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            out.println("stopped, but " + config.files().state() + " cannot be removed: " + e);
        }
    }

    private void record(Map<String, Long> pids) {
        SuiteState.of(config, pids).write(config.files());
    }

    private void settle() {
        if (events instanceof LiveProgress live) {
            live.settle();
        }
    }

    private static RestartPolicy policy() {
        return new RestartPolicy(RandomGenerator.getDefault(), FIRST_PAUSE);
    }

    /** {@code System.console()} is null without a terminal from JDK 25 on; JDK 22 to 24 returned an object. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }
}
