package io.bitchat.kit.health;

/** There was no answer to a probe in time. */
public final class ProbeLateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ProbeLateException(String message) {
        super(message, null, false, false);
    }
}
