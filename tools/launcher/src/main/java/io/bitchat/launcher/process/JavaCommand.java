package io.bitchat.launcher.process;

import io.bitchat.launcher.aot.AotCache;
import io.bitchat.launcher.suite.Endpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Command line of a JVM of the suite, with the launcher's own JDK, sized for one small machine. Options from the
 * process's {@code BITCHAT_JAVA_OPTS_…} variable come last and therefore win.
 */
public record JavaCommand(Endpoint endpoint, String heap, Code code) {

    /** Number of processors up to which the compilers take them from the work. */
    private static final int FEW = 4;

    /** C2 after ten times as many calls as by default: what only a start calls is not worth its time. */
    private static final List<String> LATE = List.of(
            "-XX:Tier4InvocationThreshold=50000",
            "-XX:Tier4MinInvocationThreshold=6000",
            "-XX:Tier4CompileThreshold=150000",
            "-XX:Tier4BackEdgeThreshold=400000");

    /** Compilation mode: two cores cannot run the optimising compilers of five JVMs beside their work. */
    public enum Code {
        /** C1 and C2; for the processes that carry the load. */
        OPTIMISED,
        /** C1 only: warm after a second, and within a few percent of C2 in the long run. */
        QUICK
    }

    /** The AOT cache of a program that is run with this command. */
    public AotCache cacheOf(Path jar, List<String> program) {
        return AotCache.of(jar, run(List.of()), program);
    }

    public List<String> run(List<String> program) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(heap);
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dfile.encoding=UTF-8",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        if (code == Code.QUICK) command.add("-XX:TieredStopAtLevel=1");
        else if (Runtime.getRuntime().availableProcessors() <= FEW) command.addAll(LATE);
        String further = System.getenv(endpoint.javaOptionsVariable());
        if (further != null && !further.isBlank()) {
            command.addAll(List.of(further.strip().split("\\s+")));
        }
        command.addAll(program);
        return command;
    }
}
