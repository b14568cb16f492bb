package io.bitchat.groups.rights;

/** Result of a request. */
public sealed interface Outcome<T> {
    /** It was done, now or before. */
    record Done<T>(T value) implements Outcome<T> {}

    /** Nothing was changed. */
    record Refused<T>(Refusal refusal) implements Outcome<T> {}
}
