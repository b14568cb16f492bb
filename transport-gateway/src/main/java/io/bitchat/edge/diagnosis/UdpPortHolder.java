package io.bitchat.edge.diagnosis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The processes that have bound a UDP port, as far as Linux lets this user see them. */
record UdpPortHolder(long pid, String program) {
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/udp"), Path.of("/proc/net/udp6"));
    private static final int ADDRESS_COLUMN = 1;
    private static final int INODE_COLUMN = 9;
    private static final int MOST = 4;

    /** At most {@value #MOST} processes other than this one. */
    static List<UdpPortHolder> of(int port) {
        var sockets = TABLES.stream()
                .flatMap(table -> lines(table).stream())
                .map(line -> line.strip().split("\\s+"))
                .filter(columns ->
                        columns.length > INODE_COLUMN && columns[ADDRESS_COLUMN].endsWith(":%04X".formatted(port)))
                .map(columns -> "socket:[" + columns[INODE_COLUMN] + "]")
                .collect(Collectors.toSet());
        if (sockets.isEmpty()) return List.of();
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> pid != ProcessHandle.current().pid() && holds(pid, sockets))
                .limit(MOST)
                .map(pid -> new UdpPortHolder(pid, program(pid)))
                .toList();
    }

    private static String program(long pid) {
        return lines(process(pid).resolve("comm")).stream().findFirst().orElse("unknown program");
    }

    private static boolean holds(long pid, Set<String> sockets) {
        try (Stream<Path> descriptors = Files.list(process(pid).resolve("fd"))) {
            return descriptors.anyMatch(descriptor -> sockets.contains(target(descriptor)));
        } catch (IOException _) {
            return false;
        }
    }

    private static Path process(long pid) {
        return Path.of("/proc", Long.toString(pid));
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException _) {
            return "";
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException _) {
            return List.of();
        }
    }

    @Override
    public String toString() {
        return "process " + pid + " (" + program + ")";
    }
}
