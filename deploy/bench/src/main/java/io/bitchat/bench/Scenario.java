package io.bitchat.bench;

/** One measurement of the run. */
interface Scenario {
    /** The letter it is chosen by. */
    String letter();

    String title();

    /** Whether it sends messages, and so wants a suite that has sent some before. */
    default boolean sends() {
        return false;
    }

    /** Measures and adds its figures; may read what earlier scenarios found. */
    void run(Driver driver, Report report);
}
