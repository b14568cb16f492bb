package io.bitchat.launcher.suite;

import io.bitchat.embedded.ProcessTermination;
import io.bitchat.embedded.Signals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Processes that a killed launcher left behind. The caller holds the lock, so no other launcher supervises them. */
public final class Orphans {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

    private Orphans() {}

    /** Ends them, gateway first; returns one line per process. */
    public static List<String> end(SuiteFiles files) {
        var ended = endOf(files);
        var training = files.trainingData();
        ended.addAll(endOf(training));
        training.delete();
        return ended;
    }

    private static List<String> endOf(SuiteFiles files) {
        List<String> ended = new ArrayList<>();
        SuiteState.read(files).ifPresent(state -> {
            for (Endpoint endpoint : List.of(Endpoint.values()).reversed()) {
                state.process(endpoint.label()).ifPresent(process -> {
                    end(endpoint, process);
                    ended.add("ended " + endpoint.label() + " (process " + process.pid()
                            + "), which an earlier launcher left behind");
                });
            }
        });
        return ended;
    }

    private static void end(Endpoint endpoint, ProcessHandle process) {
        if (endpoint == Endpoint.POSTGRES) {
            Signals.interrupt(process.pid());
        } else {
            process.destroy();
        }
        ProcessTermination.await(process, STOP_LIMIT);
    }
}
