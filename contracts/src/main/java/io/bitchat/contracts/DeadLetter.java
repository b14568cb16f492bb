package io.bitchat.contracts;

/**
 * A record that a consumer could not use, kept on {@link #TOPIC}. The Kafka key is the topic it came from, the value its
 * original bytes; the headers are the original ones, of which none is changed, and those named here. Values are UTF-8
 * text. An event that Kafka never took has no partition, no offset and no value here.
 */
public final class DeadLetter {
    public static final String TOPIC = "bitchat.dead-letters.v1";

    /** Why, in one line for people; never payload or key material. */
    public static final String REASON = "dl_reason";

    /** The topic the record came from; equals the key. */
    public static final String SOURCE_TOPIC = "dl_topic";

    /** The partition it came from, as decimal text. */
    public static final String PARTITION = "dl_partition";

    /** Its offset there, as decimal text; with topic and partition it identifies the record. */
    public static final String OFFSET = "dl_offset";

    /** Consumer group, or service, that gave up on it. */
    public static final String CONSUMER = "dl_consumer";

    /** When it was given up, RFC 3339 in UTC with {@code Z}. */
    public static final String AT = "dl_at";

    private DeadLetter() {}
}
