package io.bitchat.gossip;

/** A message as members see it, decrypted and verified. */
public final class Message {
    /** Maximum payload size in bytes; with header, signature and encryption it fits into the largest envelope. */
    public static final int MAX_PAYLOAD_BYTES = 184 * 1024;

    private final Envelope envelope;
    private final Header header;
    private final byte[] payload;

    public Message(Envelope envelope, Header header, byte[] payload) {
        this.envelope = envelope;
        this.header = header;
        this.payload = payload;
    }

    /** The message as relays see it. */
    public Envelope envelope() {
        return envelope;
    }

    /** Writer, clock entry, time and causes. */
    public Header header() {
        return header;
    }

    /** The payload; must not be modified. Empty for a message that only gathers causes. */
    public byte[] payload() {
        return payload;
    }

    @Override
    public String toString() {
        return "Message[" + header + ", " + payload.length + " bytes]";
    }
}
