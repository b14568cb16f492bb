package io.bitchat.contracts.messages;

/** Names the conversation of two peers; the Kafka key of {@link MessageEvent}. */
public final class Conversation {
    /** Not allowed in peer ids, so the two halves cannot be confused. */
    public static final char SEPARATOR = '|';

    private Conversation() {}

    /** The same name whichever peer is given first; ids compare by UTF-16 code unit, which for peer ids is ASCII. */
    public static String between(String onePeerId, String otherPeerId) {
        return onePeerId.compareTo(otherPeerId) <= 0
                ? onePeerId + SEPARATOR + otherPeerId
                : otherPeerId + SEPARATOR + onePeerId;
    }
}
