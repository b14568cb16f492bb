package io.bitchat.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Keeps Ctrl-C from the children: the terminal sends it to the whole foreground group, and they are to stop in order. */
final class OwnSession {
    private static final List<Path> PROGRAMS = List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

    private OwnSession() {}

    /** The same command in a session of its own where the system can do that; the process id stays the one started. */
    static List<String> command(List<String> command) {
        return PROGRAMS.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .map(setsid -> Stream.concat(Stream.of(setsid.toString()), command.stream())
                        .toList())
                .orElse(command);
    }
}
