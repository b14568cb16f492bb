package io.bitchat.sim.gossip;

import java.util.List;

/**
 * The result of a scenario.
 *
 * @param title the scenario and its conditions
 * @param drawing lines of a chart; may be empty
 */
record Findings(String title, List<Figure> figures, List<String> drawing) {
    boolean allMet() {
        return figures.stream().allMatch(Figure::met);
    }
}
