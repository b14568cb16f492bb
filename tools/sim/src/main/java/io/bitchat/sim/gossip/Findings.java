package io.bitchat.sim.gossip;

import java.util.List;

/**
 * What a scenario found out.
 *
 * @param title names the scenario and its conditions
 * @param drawing lines of a picture; may be empty
 */
record Findings(String title, List<Figure> figures, List<String> drawing) {
    boolean allMet() {
        return figures.stream().allMatch(Figure::met);
    }
}
