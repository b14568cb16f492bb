package io.bitchat.gossip;

/** Counters of a node. */
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
    /** Messages requested by anti-entropy because clocks differed. */
    CAUGHT_UP,
    /** Bytes of frames that carry a payload; below, of all other frames. */
    PAYLOAD_FRAME_BYTES,
    CONTROL_FRAME_BYTES,
    /** Messages taken although their time stamp is further ahead than clocks usually are. */
    CLOCK_SKEW,
    /** Reasons for dropping what was received. */
    DROPPED_MALFORMED,
    DROPPED_NOT_FOR_THIS_GROUP,
    DROPPED_NOT_A_MEMBER,
    DROPPED_FORGED,
    /** A second message of one writer with the same clock entry. */
    DROPPED_EQUIVOCATION,
    /** A time stamp too far in the future. */
    DROPPED_CLOCK_SKEW,
    /** Too many messages already wait for their causes. */
    DROPPED_WAITING_FULL,
    /** A neighbour sent more than its share. */
    DROPPED_FLOOD,
    /** A neighbour announced more unknown messages than may be outstanding for one neighbour. */
    DROPPED_IDS,
    /** More messages were requested than a peer may request. */
    DROPPED_REQUESTS,
    /** A banned peer sent a frame. */
    DROPPED_BANNED,
    /** Neighbours banned because of what they sent. */
    NEIGHBOURS_BANNED;

    /** The counter for a message that could not be opened. */
    static Count of(Seal.Fault fault) {
        return switch (fault) {
            case NOT_FOR_THIS_GROUP -> DROPPED_NOT_FOR_THIS_GROUP;
            case MALFORMED -> DROPPED_MALFORMED;
            case NOT_A_MEMBER -> DROPPED_NOT_A_MEMBER;
            case FORGED -> DROPPED_FORGED;
        };
    }
}
