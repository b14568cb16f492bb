package io.bitchat.terminal;

/** What was asked cannot be done; the message is one line that says why, and what to do. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    Failure(String why) {
        this(why, 1);
    }

    private Failure(String why, int exitCode) {
        super(why);
        this.exitCode = exitCode;
    }

    /** The command itself is wrong, so that it cannot succeed as it is. */
    static Failure askedWrongly(String why) {
        return new Failure(why, 2);
    }

    int exitCode() {
        return exitCode;
    }
}
