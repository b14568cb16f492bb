package io.bitchat.gossip;

/** Signs and encrypts what members say, and opens what others sealed. The group's key is behind it. */
public interface Seal {
    /** Signs with the writer's key and encrypts for the members. */
    Envelope seal(Header header, byte[] payload);

    /** Decrypts and verifies; never throws for what the bytes are. */
    Opened open(Envelope envelope);

    /** What became of opening. */
    sealed interface Opened {
        /** Written by the member that it names. */
        record Genuine(Message message) implements Opened {}

        /** Not to be used, and why. */
        record Refused(Fault fault) implements Opened {}
    }

    /** Why a message is not genuine. */
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
