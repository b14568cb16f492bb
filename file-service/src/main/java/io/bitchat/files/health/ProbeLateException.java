package io.bitchat.files.health;

/** The store has not answered a probe in time. */
final class ProbeLateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ProbeLateException(String message) {
        super(message, null, false, false);
    }
}
