package io.bitchat.transport.plan;

import java.util.List;

/**
 * What the planner says about one message. Every transport is either a candidate or excluded.
 *
 * @param candidates the best first; empty unless the verdict is {@link Verdict.Send}
 * @param excluded in the order of their names
 */
public record Plan(Verdict verdict, List<Candidate> candidates, List<Excluded> excluded) {
    public Plan {
        candidates = List.copyOf(candidates);
        excluded = List.copyOf(excluded);
    }
}
