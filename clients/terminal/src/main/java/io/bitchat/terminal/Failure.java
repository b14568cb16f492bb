package io.bitchat.terminal;

/** A command cannot be carried out; the message is one line with the cause and the remedy. */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    public Failure(String why) {
        this(why, 1);
    }

    private Failure(String why, int exitCode) {
        super(why);
        this.exitCode = exitCode;
    }

    /** The command itself is invalid and cannot succeed without a change. */
    public static Failure askedWrongly(String why) {
        return new Failure(why, 2);
    }

    int exitCode() {
        return exitCode;
    }
}
