package io.bitchat.bench;

import java.util.List;
import java.util.TreeSet;

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

    /** Those that were asked for, in their order; all where none was. */
    static List<Scenario> chosen(List<Scenario> all, List<String> letters) {
        var known = new TreeSet<>(all.stream().map(Scenario::letter).toList());
        for (String letter : letters) {
            if (!known.contains(letter)) {
                throw new Refused("no scenario " + letter + "; there are " + String.join(",", known));
            }
        }
        return all.stream()
                .filter(scenario -> letters.isEmpty() || letters.contains(scenario.letter()))
                .toList();
    }
}
