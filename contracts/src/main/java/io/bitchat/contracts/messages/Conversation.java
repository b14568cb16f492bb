package io.bitchat.contracts.messages;

/** Name of the conversation of two peers; the Kafka key of {@link MessageEvent}. */
public final class Conversation {
    /** Not allowed in peer ids, so the name is unambiguous. */
    public static final char SEPARATOR = '|';

    private Conversation() {}

    /** Independent of the order of the arguments. Ids are compared by UTF-16 code unit; peer ids are ASCII. */
    public static String between(String onePeerId, String otherPeerId) {
        return onePeerId.compareTo(otherPeerId) <= 0
                ? onePeerId + SEPARATOR + otherPeerId
                : otherPeerId + SEPARATOR + onePeerId;
    }
}
