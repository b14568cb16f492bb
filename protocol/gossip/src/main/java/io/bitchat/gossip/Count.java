package io.bitchat.gossip;

/** What a node counts. */
public enum Count {
    PUBLISHED,
    DELIVERED,
    /** Payloads received along the tree or on request, duplicates included. */
    PAYLOADS_RECEIVED,
    /** Payloads received for an id that was already held. */
    DUPLICATE_PAYLOADS,
    PUSHES_SENT,
    REPLIES_SENT,
    ANNOUNCEMENTS_SENT,
    PULLS_SENT,
    GRAFTS_SENT,
    PRUNES_SENT,
    ROUNDS,
    ANTI_ENTROPY_ROUNDS,
    /** Messages that were asked for because clocks differed. */
    CAUGHT_UP,
    /** Bytes of frames that carry a payload, and of all others. */
    PAYLOAD_FRAME_BYTES,
    CONTROL_FRAME_BYTES,
    /** Reasons for dropping what was received. */
    DROPPED_MALFORMED,
    DROPPED_NOT_FOR_THIS_GROUP,
    DROPPED_NOT_A_MEMBER,
    DROPPED_FORGED,
    /** Two messages of one writer with one clock entry. */
    DROPPED_EQUIVOCATION,
    /** A time stamp too far in the future. */
    DROPPED_CLOCK_SKEW,
    /** Too many messages wait for their causes. */
    DROPPED_WAITING_FULL,
    /** A neighbour sent more than its share. */
    DROPPED_FLOOD,
    /** A neighbour told of more messages that are not here than may be outstanding for one. */
    DROPPED_IDS,
    /** More messages were asked for than anybody may ask for. */
    DROPPED_REQUESTS,
    /** A peer that was banned goes on. */
    DROPPED_BANNED,
    /** Links given up because of what came over them. */
    NEIGHBOURS_BANNED;

    /** Of a message that was not opened. */
    static Count of(Seal.Fault fault) {
        return switch (fault) {
            case NOT_FOR_THIS_GROUP -> DROPPED_NOT_FOR_THIS_GROUP;
            case MALFORMED -> DROPPED_MALFORMED;
            case NOT_A_MEMBER -> DROPPED_NOT_A_MEMBER;
            case FORGED -> DROPPED_FORGED;
        };
    }
}
