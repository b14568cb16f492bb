package io.bitchat.launcher.aot;

import java.util.List;
import java.util.function.Function;

/** Runs the programs so that their JVMs see what these load when they serve. */
public interface Recorder {
    /**
     * Runs all programs once and ends them.
     *
     * @param options gives the options of the JVM that runs the program of a cache
     * @return whether all became ready
     */
    boolean record(Function<AotCache, List<String>> options) throws InterruptedException;

    /** Ends the run that goes on, if there is one, and begins no other. */
    void stop();
}
