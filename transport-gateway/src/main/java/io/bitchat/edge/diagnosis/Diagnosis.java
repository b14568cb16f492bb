package io.bitchat.edge.diagnosis;

import java.util.List;

/** All findings, in the order of {@link Finding.Check}, and the peers in the order in which they were heard. */
public record Diagnosis(List<Finding> findings, List<HeardPeer> peers) {
    public Diagnosis {
        findings = List.copyOf(findings);
        peers = List.copyOf(peers);
    }

    /** Whether nothing fails. */
    public boolean passed() {
        return findings.stream().noneMatch(finding -> finding.verdict() == Finding.Verdict.FAIL);
    }
}
