package io.bitchat.sim.report;

import java.util.List;

/**
 * The result of a scenario.
 *
 * @param title the scenario and its conditions
 * @param drawing lines of a chart; may be empty
 */
public record Findings(String title, List<Figure> figures, List<String> drawing) {
    public boolean allMet() {
        return figures.stream().allMatch(Figure::met);
    }
}
