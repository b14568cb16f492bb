package io.bitchat.files.upload;

/** File names as they are stored: for people, never for a path. */
public final class FileName {
    private static final String NAMELESS = "file";

    private FileName() {}

    /**
     * The last component of a path of any system, without control characters, and without leading dots or blanks of any
     * script.
     */
    public static String of(String given) {
        var last = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
        var clean = last.codePoints()
                .filter(point -> !Character.isISOControl(point) && Character.getType(point) != Character.FORMAT)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .replaceFirst("(?U)^[.\\s]+", "")
                .strip();
        return clean.isEmpty() ? NAMELESS : clean;
    }
}
