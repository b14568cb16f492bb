package io.bitchat.contracts;

import io.bitchat.contracts.files.FileEvent;
import io.bitchat.contracts.groups.GroupEvent;
import io.bitchat.contracts.groups.GroupMessageEvent;
import io.bitchat.contracts.messages.MessageEvent;
import io.bitchat.contracts.peers.PeerEvent;
import io.bitchat.contracts.presence.PresenceEvent;
import io.bitchat.contracts.transfers.TransferEvent;
import io.bitchat.contracts.transport.InboundEvent;
import io.bitchat.contracts.transport.OutboundEvent;
import io.bitchat.contracts.usage.UsageEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Registry of the event records of the contract and their names on the wire. */
public final class Contract {
    private static final Map<String, Class<? extends Event>> BY_TYPE = Stream.of(
                    PeerEvent.class,
                    PresenceEvent.class,
                    MessageEvent.class,
                    GroupEvent.class,
                    GroupMessageEvent.class,
                    FileEvent.class,
                    TransferEvent.class,
                    OutboundEvent.class,
                    InboundEvent.class,
                    UsageEvent.class)
            .flatMap(family -> Arrays.stream(family.getPermittedSubclasses()))
            .<Class<? extends Event>>map(record -> record.asSubclass(Event.class))
            .collect(Collectors.toUnmodifiableMap(Contract::typeOf, Function.identity()));

    private Contract() {}

    /** All event records, ordered by type. */
    public static List<Class<? extends Event>> records() {
        return BY_TYPE.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .<Class<? extends Event>>map(Map.Entry::getValue)
                .toList();
    }

    /** The record of a {@code ce_type}; empty for types that this release does not know, which consumers skip. */
    public static Optional<Class<? extends Event>> recordOf(String type) {
        return Optional.ofNullable(BY_TYPE.get(type));
    }

    /** The {@code ce_type} of a record. */
    public static String typeOf(Class<? extends Event> record) {
        return eventType(record).value();
    }

    /** The {@code ce_schemaversion} of a record. */
    public static int schemaVersionOf(Class<? extends Event> record) {
        return eventType(record).schemaVersion();
    }

    /** The {@code ce_dataschema} of a type: the {@code $id} of its JSON Schema. */
    public static String dataSchema(String type) {
        return "urn:bitchat:schema:" + type;
    }

    /** Classpath resource with the JSON Schema of a type. */
    public static String schemaResource(String type) {
        return "schemas/" + type + ".json";
    }

    private static EventType eventType(Class<? extends Event> record) {
        return Objects.requireNonNull(
                record.getAnnotation(EventType.class),
                () -> record + " has no @EventType, so it is not an event record");
    }
}
