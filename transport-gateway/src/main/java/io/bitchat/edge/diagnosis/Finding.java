package io.bitchat.edge.diagnosis;

import java.util.List;

/**
 * Result of one check.
 *
 * @param remedies what may help, the likeliest first; empty if all is well
 */
public record Finding(Verdict verdict, Check check, String detail, List<Remedy> remedies) {
    /** How bad it is. */
    public enum Verdict {
        OK,
        /** May be a fault, or may be meant. */
        WARN,
        FAIL
    }

    /** What was checked, in the order of the report. */
    public enum Check {
        /** Whether this host has an interface for the mesh. */
        INTERFACES,
        /** Whether the port can be bound and the group joined. */
        GROUP,
        /** Whether a datagram to the group comes back to this host. */
        OWN_BEACON,
        /** Who is heard. */
        PEERS,
        /** Whether the peers accept TCP connections. */
        LINKS,
        /** How far the clocks of the peers are from that of this host. */
        CLOCKS,
        /** Datagrams that a node would drop. */
        REFUSED,
        /** Peers that a node refuses because they had other keys before. */
        KEYS
    }

    public Finding {
        remedies = List.copyOf(remedies);
    }

    static Finding ok(Check check, String detail) {
        return new Finding(Verdict.OK, check, detail, List.of());
    }

    static Finding warn(Check check, String detail, List<Remedy> remedies) {
        return new Finding(Verdict.WARN, check, detail, remedies);
    }

    static Finding fail(Check check, String detail, List<Remedy> remedies) {
        return new Finding(Verdict.FAIL, check, detail, remedies);
    }
}
