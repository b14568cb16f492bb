package io.bitchat.files.transfer;

import io.bitchat.rooms.Refusal;

/** Refusals in words, for people: what is wrong, and what to do. */
public final class RefusalText {
    private RefusalText() {}

    /** The sentence for a refusal. */
    public static String of(Refusal refusal) {
        return switch (refusal) {
            case NOT_A_PARTY -> "only the sender and those to whom the file is offered may do this";
            case NOT_THE_RECEIVER -> "only those to whom the file is offered may do this";
            case NOT_THE_SENDER -> "only the sender may do this";
            case NOT_ACCEPTED -> "nobody has accepted yet, or you have not; accept first";
            case ALREADY_ACCEPTED -> "you have accepted already";
            case ALREADY_PAUSED -> "you have paused already";
            case NOT_PAUSED -> "nobody has paused";
            case PAUSED_BY_OTHER -> "the other end has paused or has no connection, and must go on first";
            case PAUSED -> "the transfer is paused; resume first";
            case TRANSFER_OVER -> "the transfer, or your part in it, has ended";
            case INCOMPLETE -> "chunks are missing";
            case OFFER_EXPIRED -> "the offer has expired; ask for a new one";
            case FED_BY_SOCKET -> "your chunks come on your socket";
            case NOT_THERE_YET -> "the sender has not brought this chunk yet; ask again later";
            case NO_SUCH_CHUNK -> "there is no such chunk";
            case WRONG_LENGTH -> "the chunk has not the length that it must have";
            case CHECKSUM_MISMATCH ->
                "the bytes do not have this SHA-256; the chunk may be sent once more, then the transfer fails";
            case NO_CREDIT -> "you have no credit; wait for file-share-credit";
            case BAD_CREDIT -> "the credits or the position are not possible";
            case BAD_REASON -> "a reason has at most 200 characters";
            case TOO_LARGE -> "the file is too large";
            case TOO_MANY_OF_USER -> "you have too many transfers; wait for one to end";
            case TOO_MANY_IN_ROOM -> "the room has too many transfers; wait for one to end";
            case TOO_MANY_RECEIVERS -> "as many have accepted as one transfer serves";
        };
    }
}
