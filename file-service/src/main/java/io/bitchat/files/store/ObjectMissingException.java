package io.bitchat.files.store;

/** There is no object with this key. */
public final class ObjectMissingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ObjectMissingException(ObjectKey key) {
        super("nothing is stored as " + key, null, false, false);
    }
}
