package io.bitchat.files.upload;

/** The name of a file as it is kept: for people, never for a path. */
public final class FileName {
    private static final String NAMELESS = "file";

    private FileName() {}

    /** The last part of a path of any system, without control characters, and without dots or blanks of any script in front. */
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
