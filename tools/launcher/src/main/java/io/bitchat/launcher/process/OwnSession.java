package io.bitchat.launcher.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Shields child processes from Ctrl-C: the terminal sends SIGINT to the whole foreground process group, but the
 * children must stop in order.
 */
public final class OwnSession {
    private static final List<Path> PROGRAMS = List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

    private OwnSession() {}

    /** The same command in a session of its own if {@code setsid} exists; the process keeps its id. */
    public static List<String> command(List<String> command) {
        return PROGRAMS.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .map(setsid -> Stream.concat(Stream.of(setsid.toString()), command.stream())
                        .toList())
                .orElse(command);
    }
}
