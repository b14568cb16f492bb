package io.bitchat.launcher.suite;

import io.bitchat.embedded.ProcessTermination;
import io.bitchat.embedded.Signals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Processes that a killed launcher left behind. The caller holds the lock, so no other launcher supervises them. */
public final class Orphans {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

    private Orphans() {}

    /** Ends them, gateway first; returns one line per process. */
    public static List<String> end(SuiteFiles files) {
        var ended = endOf(files, ProcessHandle::destroy);
        var training = files.trainingData();
        // these would first write down what they have loaded, for a cache that nobody makes any more
        ended.addAll(endOf(training, ProcessHandle::destroyForcibly));
        training.delete();
        return ended;
    }

    private static List<String> endOf(SuiteFiles files, Consumer<ProcessHandle> end) {
        List<String> ended = new ArrayList<>();
        SuiteState.read(files).ifPresent(state -> {
            for (Endpoint endpoint : List.of(Endpoint.values()).reversed()) {
                state.process(endpoint.label()).ifPresent(process -> {
                    end(endpoint, process, end);
                    ended.add("ended " + endpoint.label() + " (process " + process.pid()
                            + "), which an earlier launcher left behind");
                });
            }
        });
        return ended;
    }

    private static void end(Endpoint endpoint, ProcessHandle process, Consumer<ProcessHandle> end) {
        if (endpoint == Endpoint.POSTGRES) {
            Signals.interrupt(process.pid());
        } else {
            end.accept(process);
        }
        ProcessTermination.await(process, STOP_LIMIT);
    }
}
