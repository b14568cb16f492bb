package io.bitchat.edge.diagnosis;

import java.util.List;
import java.util.stream.Stream;

/** All findings, in the order of {@link Finding.Check}, and the peers in the order in which they were heard. */
public record Diagnosis(List<Finding> findings, List<HeardPeer> peers) {
    public Diagnosis {
        findings = List.copyOf(findings);
        peers = List.copyOf(peers);
    }

    /** With findings of other checks behind them. */
    public Diagnosis with(List<Finding> more) {
        return new Diagnosis(Stream.concat(findings.stream(), more.stream()).toList(), peers);
    }

    /** Whether nothing fails. */
    public boolean passed() {
        return findings.stream().noneMatch(finding -> finding.verdict() == Finding.Verdict.FAIL);
    }
}
