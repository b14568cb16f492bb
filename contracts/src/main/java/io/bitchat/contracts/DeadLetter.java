package io.bitchat.contracts;

/**
 * A record that a consumer could not process, kept on {@link #TOPIC}. The Kafka key is the record's source topic, and
 * the value its original bytes. The headers are the unchanged original ones and those named here; their values are
 * UTF-8 text. The letter of an event that Kafka never accepted has no partition, no offset and no value.
 */
public final class DeadLetter {
    public static final String TOPIC = "bitchat.dead-letters.v1";

    /** Reason in one line for people; never payload or key material. */
    public static final String REASON = "dl_reason";

    /** Source topic of the record; equals the key. */
    public static final String SOURCE_TOPIC = "dl_topic";

    /** Source partition, as decimal text. */
    public static final String PARTITION = "dl_partition";

    /** Offset in the source partition, as decimal text; with topic and partition it identifies the record. */
    public static final String OFFSET = "dl_offset";

    /** Consumer group or service that gave up the record. */
    public static final String CONSUMER = "dl_consumer";

    /** Time at which the record was given up, RFC 3339 in UTC with {@code Z}. */
    public static final String AT = "dl_at";

    private DeadLetter() {}
}
