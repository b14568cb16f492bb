package io.bitchat.terminal;

/** What was asked cannot be done; the message is one line that says why, and what to do. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failure(String why) {
        super(why);
    }
}
