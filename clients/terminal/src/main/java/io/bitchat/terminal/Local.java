package io.bitchat.terminal;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Names of files on this machine. */
final class Local {
    /** Bytes: what file systems take, and room for what is appended while the file grows. */
    private static final int MAX_NAME = 235;

    private Local() {}

    /** The last part of a path. */
    static String nameOf(Path path) {
        var name = path.toAbsolutePath().normalize().getFileName();
        if (name == null) throw Failure.askedWrongly(path + " is not a file");
        return name.toString();
    }

    /** What a stranger calls a file, as a name in one folder: no path, nothing hidden, nothing that a terminal obeys, not too long. */
    static String safe(String foreign) {
        var last = foreign.substring(Math.max(foreign.lastIndexOf('/'), foreign.lastIndexOf('\\')) + 1);
        var name = last.codePoints()
                .filter(Local::isShown)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                // blanks of every script: what is behind them must not begin with a dot
                .replaceFirst("(?U)^[.\\s]+", "")
                .strip();
        return name.isEmpty() ? "download" : cut(name);
    }

    private static boolean isShown(int point) {
        int type = Character.getType(point);
        return !Character.isISOControl(point) && type != Character.FORMAT && type != Character.SURROGATE;
    }

    private static String cut(String name) {
        var kept = name;
        while (kept.getBytes(StandardCharsets.UTF_8).length > MAX_NAME) {
            kept = kept.substring(0, kept.offsetByCodePoints(kept.length(), -1));
        }
        return kept;
    }
}
