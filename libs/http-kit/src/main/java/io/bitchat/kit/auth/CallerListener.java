package io.bitchat.kit.auth;

/** Is notified of each caller on any route. Called on event loops, so it must not block. */
public interface CallerListener {
    /** A call that acts for {@code subject} has passed the access check. */
    void seen(String subject);
}
