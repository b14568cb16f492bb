package io.bitchat.kit.event;

import java.util.Map;

/**
 * An event ready for Kafka.
 *
 * @param headers CloudEvents attributes and {@code traceparent}
 * @param value JSON in UTF-8; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // handed through once, never compared
public record EncodedEvent(String topic, String key, Map<String, String> headers, byte[] value) {}
