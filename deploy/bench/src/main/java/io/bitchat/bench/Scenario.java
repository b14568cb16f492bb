package io.bitchat.bench;

/** One measurement of the run. */
interface Scenario {
    /** The letter it is chosen by. */
    String letter();

    String title();

    /** Measures and adds its figures; may read what earlier scenarios found. */
    void run(Driver driver, Report report);
}
