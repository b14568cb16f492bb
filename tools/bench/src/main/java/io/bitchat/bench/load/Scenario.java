package io.bitchat.bench.load;

import io.bitchat.bench.Refused;
import io.bitchat.bench.report.Report;
import io.bitchat.bench.suite.Driver;
import java.util.List;
import java.util.TreeSet;

/** One measurement of the run. */
public interface Scenario {
    /** The letter that selects it. */
    String letter();

    String title();

    /** Whether it sends messages and therefore needs a warmed-up suite. */
    default boolean sends() {
        return false;
    }

    /** Whether it runs if none is selected. */
    default boolean isByDefault() {
        return true;
    }

    /** Measures and adds its figures; may read those of earlier scenarios. */
    public void run(Driver driver, Report report);

    /** The selected scenarios in their usual order; those that run by default if none is selected. */
    static List<Scenario> chosen(List<Scenario> all, List<String> letters) {
        var known = new TreeSet<>(all.stream().map(Scenario::letter).toList());
        for (String letter : letters) {
            if (!known.contains(letter)) {
                throw new Refused("no scenario " + letter + "; there are " + String.join(",", known));
            }
        }
        return all.stream()
                .filter(scenario -> letters.isEmpty() ? scenario.isByDefault() : letters.contains(scenario.letter()))
                .toList();
    }
}
