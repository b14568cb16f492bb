package io.bitchat.edge.suite;

/** Which peers a node may stand for. */
public final class Trust {
    private final Delegations delegations;
    private final Carry carry;

    /** Whom nodes carry for. */
    public enum Carry {
        /** Every peer that they say they see: for a suite whose peers trust each other. */
        ANYONE,
        /** Peers that have delegated to them. What others send is taken, and marked as unverified. */
        DELEGATED
    }

    Trust(Delegations delegations, Carry carry) {
        this.delegations = delegations;
        this.carry = carry;
    }

    /** Whether the suite believes the node that the peer is near it, and so gives it the messages of the peer. */
    boolean isNear(String peer, String node) {
        return carry == Carry.ANYONE || isProven(peer, node);
    }

    /** Whether what the node brings from the peer counts as written by it. */
    boolean isProven(String peer, String node) {
        return peer.equals(node) || delegations.isGiven(peer, node);
    }
}
