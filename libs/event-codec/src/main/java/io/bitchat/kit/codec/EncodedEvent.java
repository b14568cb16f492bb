package io.bitchat.kit.codec;

import java.util.Map;

/**
 * An event that is encoded for Kafka.
 *
 * @param headers CloudEvents attributes and {@code traceparent}
 * @param value JSON in UTF-8; must not be changed
 */
@SuppressWarnings("ArrayRecordComponent") // handed through once, never compared
public record EncodedEvent(String topic, String key, Map<String, String> headers, byte[] value) {}
