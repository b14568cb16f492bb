package io.bitchat.terminal;

import java.nio.file.Path;

/** Names of files on this machine. */
final class Local {
    private static final int MAX_NAME = 255;

    private Local() {}

    /** The last part of a path. */
    static String nameOf(Path path) {
        var name = path.toAbsolutePath().normalize().getFileName();
        if (name == null) throw new Failure(path + " is not a file");
        return name.toString();
    }

    /** What a stranger calls a file, as a name in one folder: no path, nothing hidden, nothing that a terminal obeys. */
    static String safe(String foreign) {
        var last = foreign.substring(Math.max(foreign.lastIndexOf('/'), foreign.lastIndexOf('\\')) + 1);
        var name = last.codePoints()
                .filter(point -> !Character.isISOControl(point) && Character.getType(point) != Character.FORMAT)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .replaceAll("^[. ]+", "")
                .strip();
        if (name.length() > MAX_NAME) name = name.substring(0, MAX_NAME);
        return name.isEmpty() ? "download" : name;
    }
}
