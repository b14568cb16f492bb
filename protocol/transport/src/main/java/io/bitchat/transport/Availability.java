package io.bitchat.transport;

/** Whether a transport works now. */
public sealed interface Availability {
    Availability AVAILABLE = new Available();

    /** It works. */
    record Available() implements Availability {}

    /**
     * It does not work.
     *
     * @param reason code such as {@code not_built}, {@code no_adapter} or {@code no_interface}
     * @param remedy one sentence that says what to do
     */
    record Unavailable(String reason, String remedy) implements Availability {}

    static Availability unavailable(String reason, String remedy) {
        return new Unavailable(reason, remedy);
    }
}
