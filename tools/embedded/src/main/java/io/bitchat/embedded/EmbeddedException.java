package io.bitchat.embedded;

/** An embedded server cannot start or answer; the message is one line that names the cause and the remedy. */
public final class EmbeddedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EmbeddedException(String message) {
        super(message);
    }

    public EmbeddedException(String message, Throwable cause) {
        super(message, cause);
    }
}
