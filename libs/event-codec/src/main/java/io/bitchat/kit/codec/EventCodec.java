package io.bitchat.kit.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.bitchat.contracts.Contract;
import io.bitchat.contracts.Event;
import io.bitchat.contracts.EventHeaders;
import io.bitchat.contracts.EventType;
import io.bitchat.kit.time.Ids;
import io.bitchat.kit.trace.TraceContext;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Encodes event records as CloudEvents and decodes them. */
@Singleton
public class EventCodec {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Ids ids;
    private final String source;
    private final Map<Class<?>, Map<String, Class<?>>> typesOf = new ConcurrentHashMap<>();

    public EventCodec(Ids ids, @ConfigProperty(name = "quarkus.application.name") String application) {
        this.ids = ids;
        this.source = "/" + application;
    }

    /** The Kafka record of an event, with a new event id. */
    public EncodedEvent encode(Event event, TraceContext trace) {
        var type = typeOf(event.getClass());
        var headers = new LinkedHashMap<String, String>();
        headers.put(EventHeaders.SPEC_VERSION, "1.0");
        headers.put(EventHeaders.ID, ids.next().toString());
        headers.put(EventHeaders.TYPE, type.value());
        headers.put(EventHeaders.SOURCE, source);
        headers.put(EventHeaders.SUBJECT, event.subject());
        headers.put(EventHeaders.TIME, DateTimeFormatter.ISO_INSTANT.format(event.at()));
        headers.put(EventHeaders.DATA_SCHEMA, Contract.dataSchema(type.value()));
        headers.put(EventHeaders.SCHEMA_VERSION, Integer.toString(type.schemaVersion()));
        headers.put(EventHeaders.CONTENT_TYPE, "application/json");
        headers.put(EventHeaders.TRACE_PARENT, trace.wire());
        return new EncodedEvent(event.topic(), event.key(), headers, json(event));
    }

    /**
     * Decodes a value as one of the records permitted by {@code family}.
     *
     * @return empty for a type that is not in this family; later versions add types, which old consumers skip
     * @throws MalformedEventException if the type is known but the value cannot be read
     */
    public <E extends Event> Optional<E> decode(Class<E> family, String type, byte[] value) {
        var record = typesOf.computeIfAbsent(family, EventCodec::permitted).get(type);
        if (record == null) return Optional.empty();
        try {
            return Optional.of(family.cast(JSON.readValue(value, record)));
        } catch (IOException e) {
            throw new MalformedEventException("not a readable " + type, e);
        }
    }

    private static byte[] json(Event event) {
        try {
            return JSON.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Class<?>> permitted(Class<?> family) {
        var types = new ConcurrentHashMap<String, Class<?>>();
        for (var record : family.getPermittedSubclasses())
            types.put(typeOf(record).value(), record);
        return types;
    }

    private static EventType typeOf(Class<?> record) {
        var type = record.getAnnotation(EventType.class);
        if (type == null) throw new IllegalArgumentException(record + " has no @EventType");
        return type;
    }
}
