package io.bitchat.terminal;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** File names on this machine. */
public final class Local {
    /** Longest name in bytes: the limit of file systems, less the suffix of an incomplete download. */
    private static final int MAX_NAME = 235;

    private Local() {}

    /** The last element of a path. */
    public static String nameOf(Path path) {
        var name = path.toAbsolutePath().normalize().getFileName();
        if (name == null) throw Failure.askedWrongly(path + " is not a file");
        return name.toString();
    }

    /** Makes a name chosen by a stranger safe: no path, not hidden, no control characters, not too long. */
    public static String safe(String foreign) {
        var last = foreign.substring(Math.max(foreign.lastIndexOf('/'), foreign.lastIndexOf('\\')) + 1);
        var name = shown(last)
                // removes leading white space of every script as well, because a dot may follow it
                .replaceFirst("(?U)^[.\\s]+", "")
                .strip();
        return name.isEmpty() ? "download" : cut(name);
    }

    /** A stranger's text without characters that could change what the terminal shows elsewhere. */
    public static String shown(String foreign) {
        return foreign.codePoints()
                .filter(Local::isShown)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
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
