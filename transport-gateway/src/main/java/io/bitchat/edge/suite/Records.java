package io.bitchat.edge.suite;

import io.bitchat.contracts.Event;
import io.bitchat.contracts.EventHeaders;
import io.bitchat.kit.codec.EventCodec;
import io.bitchat.kit.codec.MalformedEventException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The events of records. */
final class Records {
    private static final Logger LOG = LoggerFactory.getLogger(Records.class);

    private Records() {}

    /** The event; empty if it is of another family, or cannot be read, which is logged. */
    static <E extends Event> Optional<E> event(
            EventCodec codec, Class<E> family, ConsumerRecord<String, byte[]> record) {
        var type = record.headers().lastHeader(EventHeaders.TYPE);
        if (type == null || record.value() == null) return Optional.empty();
        try {
            return codec.decode(family, new String(type.value(), StandardCharsets.UTF_8), record.value());
        } catch (MalformedEventException e) {
            LOG.warn(
                    "a record is skipped topic={} partition={} offset={} cause={}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e.getMessage());
            return Optional.empty();
        }
    }
}
