package io.bitchat.edge.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process whose files cannot grow over a limit, as on a disk that is full. */
public final class SmallDiskProcess {
    /** Blocks of 512 bytes that a file may have. */
    private static final int BLOCKS = 4_096;

    private SmallDiskProcess() {}

    /** Starts the program; what it says goes to a file. */
    public static Process start(Path said, Class<?> program, String... arguments) throws IOException {
        return start("ulimit -S -f " + BLOCKS + "; ", said, program, arguments);
    }

    /** Starts the program with a disk that has room. */
    public static Process startWithRoom(Path said, Class<?> program, String... arguments) throws IOException {
        return start("", said, program, arguments);
    }

    private static Process start(String limit, Path said, Class<?> program, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("sh", "-c", limit + "exec \"$@\" 2>/dev/null", "sh"));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectOutput(said.toFile()).start();
    }

    /** The disk of a running process has room again. */
    public static void makeRoom(Process process) throws IOException, InterruptedException {
        int ended = new ProcessBuilder("prlimit", "--pid", Long.toString(process.pid()), "--fsize=unlimited")
                .start()
                .waitFor();
        if (ended != 0) throw new IOException("the limit of the process cannot be lifted");
    }
}
