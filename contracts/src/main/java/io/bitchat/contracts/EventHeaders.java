package io.bitchat.contracts;

/** Names of the Kafka record headers that every event carries: CloudEvents 1.0, binary mode. Values are UTF-8 text. */
public final class EventHeaders {
    /** Always {@code 1.0}. */
    public static final String SPEC_VERSION = "ce_specversion";

    /** Unique per event and the same on every redelivery: consumers use it for deduplication. */
    public static final String ID = "ce_id";

    /** {@link EventType#value()} of the record. */
    public static final String TYPE = "ce_type";

    /** The producing service, for example {@code /message-service}. */
    public static final String SOURCE = "ce_source";

    /** {@link Event#at()}, RFC 3339 in UTC with {@code Z}. */
    public static final String TIME = "ce_time";

    /** {@link Event#subject()}. */
    public static final String SUBJECT = "ce_subject";

    /** {@link Contract#dataSchema}: the {@code $id} of the JSON Schema of the value. */
    public static final String DATA_SCHEMA = "ce_dataschema";

    /** {@link EventType#schemaVersion()} as decimal text. */
    public static final String SCHEMA_VERSION = "ce_schemaversion";

    /** Always {@code application/json}. */
    public static final String CONTENT_TYPE = "content-type";

    /** W3C trace context of the request that caused the event; absent when there was none. */
    public static final String TRACE_PARENT = "traceparent";

    private EventHeaders() {}
}
