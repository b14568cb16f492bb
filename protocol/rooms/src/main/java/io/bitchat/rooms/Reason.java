package io.bitchat.rooms;

/**
 * Codes for the end of a transfer, or of one receiver's part in it. A receiver that rejects may give a reason in its own
 * words, and so may those who cancel.
 */
public final class Reason {
    /** Nobody has accepted in time. */
    public static final String OFFER_EXPIRED = "offer_expired";

    /** An end that was expected to act did nothing. */
    public static final String IDLE_TIMEOUT = "idle_timeout";

    /** The sender lost its connection and did not come back. */
    public static final String SENDER_GONE = "sender_gone";

    /** The receiver lost its connection and did not come back. */
    public static final String RECEIVER_GONE = "receiver_gone";

    /** Somebody has paused for too long. */
    public static final String PAUSED_TOO_LONG = "paused_too_long";

    /** The same chunk was damaged twice. */
    public static final String CHECKSUM_MISMATCH = "checksum_mismatch";

    /** The service has no room for the chunks. */
    public static final String STORAGE_FULL = "storage_full";

    /** The content is not of the type that the offer says. */
    public static final String MIME_MISMATCH = "mime_mismatch";

    /** A scanner refuses the content. */
    public static final String MALWARE_FOUND = "malware_found";

    /** A receiver rejected and gave no reason. */
    public static final String REJECTED = "rejected";

    /** The sender cancelled and gave no reason. */
    public static final String CANCELLED_BY_SENDER = "cancelled_by_sender";

    /** The receiver cancelled and gave no reason. */
    public static final String CANCELLED_BY_RECEIVER = "cancelled_by_receiver";

    /** The peer is no participant of the room any more. */
    public static final String REMOVED_FROM_ROOM = "removed_from_room";

    /** Maximum length of a reason that a peer gives, in characters. */
    public static final int MAX_LENGTH = 200;

    private Reason() {}
}
