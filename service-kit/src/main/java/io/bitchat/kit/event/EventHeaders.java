package io.bitchat.kit.event;

import java.util.LinkedHashMap;
import java.util.Map;

/** CloudEvents 1.0 attributes of one event as Kafka headers (CloudEvents Kafka protocol binding §3.2). */
public final class EventHeaders {
    public static final String ID = "ce_id";
    public static final String TYPE = "ce_type";

    private EventHeaders() {}

    static Map<String, String> of(
            String id, String type, String source, String subject, String time, int schemaVersion, String traceparent) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("ce_specversion", "1.0");
        headers.put(ID, id);
        headers.put(TYPE, type);
        headers.put("ce_source", source);
        headers.put("ce_subject", subject);
        headers.put("ce_time", time);
        headers.put("ce_dataschema", "urn:bitchat:schema:" + type);
        headers.put("ce_schemaversion", Integer.toString(schemaVersion));
        headers.put("content-type", "application/json");
        headers.put("traceparent", traceparent);
        return headers;
    }
}
