package io.bitchat.rooms;

import java.util.Locale;

/** Why a move is refused. The service answers with the code: as HTTP status and problem, or in an error frame. */
public enum Refusal {
    /** The peer is neither the sender nor one of those to whom the file is offered. */
    NOT_A_PARTY(403),
    /** Only those to whom the file is offered may do this. */
    NOT_THE_RECEIVER(403),
    /** Only the sender may do this. */
    NOT_THE_SENDER(403),

    /** Nobody has accepted yet, or this peer has not. */
    NOT_ACCEPTED(409),
    /** The peer has accepted already. */
    ALREADY_ACCEPTED(409),
    /** The peer has paused already. */
    ALREADY_PAUSED(409),
    /** Nobody has paused. */
    NOT_PAUSED(409),
    /** The other end has paused, or has lost its connection, and must resume. */
    PAUSED_BY_OTHER(409),
    /** No chunk is taken over HTTP while the transfer is paused. */
    PAUSED(409),
    /** The transfer, or this peer's part in it, has ended. */
    TRANSFER_OVER(409),
    /** Chunks are missing that are said to be complete. */
    INCOMPLETE(409),
    /** The offer has expired, or the transfer has. */
    OFFER_EXPIRED(410),

    /** The receiver gets its chunks on its socket, and so not over HTTP. */
    FED_BY_SOCKET(409),
    /** The sender has not brought this chunk yet. */
    NOT_THERE_YET(409),

    /** No chunk has this index. */
    NO_SUCH_CHUNK(400),
    /** The chunk is longer or shorter than it must be. */
    WRONG_LENGTH(400),
    /** The bytes do not have the SHA-256 that came with them. */
    CHECKSUM_MISMATCH(422),
    /** The sender has used all its credits. */
    NO_CREDIT(429),
    /** The credits or the position are negative, too many, or beyond what was sent. */
    BAD_CREDIT(400),
    /** The reason is longer than a reason may be. */
    BAD_REASON(400),

    /** The file is larger than a file may be. */
    TOO_LARGE(413),
    /** The sender has as many transfers as one may have at a time. */
    TOO_MANY_OF_USER(429),
    /** The room has as many transfers as one may have at a time. */
    TOO_MANY_IN_ROOM(429),
    /** As many peers have accepted as one transfer serves. */
    TOO_MANY_RECEIVERS(429);

    private final int status;

    Refusal(int status) {
        this.status = status;
    }

    /** The HTTP status of the answer. */
    public int status() {
        return status;
    }

    /** The code that clients see. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
