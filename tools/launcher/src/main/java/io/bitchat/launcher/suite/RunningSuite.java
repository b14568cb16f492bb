package io.bitchat.launcher.suite;

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

    private final SuiteConfig config;
    private final PrintStream out;
    private final SuiteEvents events;
    private final SuiteSupervisor supervisor;
    private boolean stopped;

    public RunningSuite(SuiteConfig config, PrintStream out) {
        this.config = config;
        this.out = out;
        this.events = isTerminal() ? new LiveProgress(out, config.files()) : new PlainProgress(out, config.files());
        var parts = new SuiteProcesses(config, PasswordFile.of(config.files()));
        this.supervisor =
                new SuiteSupervisor(parts.stages(), config.files(), events, RunningSuite::policy, this::record);
    }

    /** Returns true if all processes became ready. */
    public boolean start() {
        record(Map.of());
        boolean ready = supervisor.start();
        settle();
        return ready;
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
            supervisor.stop();
            settle();
            Files.deleteIfExists(config.files().state());
            out.println("stopped; data stay in " + config.files().data());
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
