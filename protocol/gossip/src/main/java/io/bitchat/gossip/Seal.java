package io.bitchat.gossip;

/** Signs and encrypts messages of this member, and opens messages of others, with the group's key. */
public interface Seal {
    /** Signs with the writer's key and encrypts for the members. */
    Envelope seal(Header header, byte[] payload);

    /** Decrypts and verifies; never throws, whatever the bytes are. */
    Opened open(Envelope envelope);

    /** Result of opening an envelope. */
    sealed interface Opened {
        /** The message was written by the member that it names. */
        record Genuine(Message message) implements Opened {}

        /** The message must not be used. */
        record Refused(Fault fault) implements Opened {}
    }

    /** Reason why a message is refused. */
    enum Fault {
        /** It was not sealed with the group's key, or changed on its way. */
        NOT_FOR_THIS_GROUP,
        /** Its inside does not follow the format. */
        MALFORMED,
        /** The writer it names is not a member. */
        NOT_A_MEMBER,
        /** The signature is not the writer's. */
        FORGED
    }
}
