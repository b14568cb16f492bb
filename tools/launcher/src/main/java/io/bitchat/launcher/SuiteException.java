package io.bitchat.launcher;

/** The suite cannot go on; the message is one line that names the cause and the remedy. */
final class SuiteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SuiteException(String message) {
        super(message);
    }

    SuiteException(String message, Throwable cause) {
        super(message, cause);
    }
}
