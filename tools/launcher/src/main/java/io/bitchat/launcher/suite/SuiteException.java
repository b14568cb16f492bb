package io.bitchat.launcher.suite;

/** The suite cannot go on; the message is one line that names the cause and the remedy. */
public final class SuiteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SuiteException(String message) {
        super(message);
    }

    public SuiteException(String message, Throwable cause) {
        super(message, cause);
    }
}
