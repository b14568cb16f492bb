package io.bitchat.transport;

import io.bitchat.crypto.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** Transports and messages for tests. Every transport is made anew, as a registry might. */
public final class Sample {
    public static final Instant NOON = Instant.ofEpochSecond(1_700_000_000);

    private Sample() {}

    public static TransportState ble() {
        return state(TransportId.BLE, TransportType.BLE_MESH, Capabilities.ofBle());
    }

    public static TransportState htx() {
        return state(TransportId.HTX, TransportType.HTX_PRIVACY, Capabilities.ofHtx());
    }

    public static TransportState mesh() {
        return state(TransportId.MESH, TransportType.MESH_RELAY, Capabilities.ofMesh());
    }

    private static TransportState state(TransportId id, TransportType type, Capabilities capabilities) {
        return new TransportState(
                new TransportId(id.name()), type, capabilities, Availability.AVAILABLE, Reach.UNKNOWN);
    }

    /** All three, each available; the internet is there. */
    public static Surroundings all() {
        return Surroundings.of(ble(), htx(), mesh());
    }

    public static TransportState notBuilt(TransportState state) {
        return state.withAvailability(Availability.unavailable("not_built", "wait for a later version"));
    }

    public static Reach link(int millis, boolean encrypted) {
        return new Reach.Direct(Duration.ofMillis(millis), encrypted);
    }

    public static Message toBob() {
        return message("m1", "bob");
    }

    public static Message toAll() {
        return message("m1", Message.BROADCAST);
    }

    public static Message message(String id, String receiver) {
        return Message.of(new MessageKey("alice", id, receiver), payload(5), NOON);
    }

    public static Message ofSize(int bytes) {
        return Message.of(new MessageKey("alice", "m1", "bob"), payload(bytes), NOON);
    }

    public static Bytes payload(int bytes) {
        var content = new byte[bytes];
        Arrays.fill(content, (byte) 'x');
        return Bytes.copyOf(content);
    }

    public static Message wishing(Message message, UnaryOperator<Wishes> wish) {
        return message.withWishes(wish.apply(message.wishes()));
    }

    public static Message requiringPrivacy(Message message) {
        return wishing(message, wishes -> wishes.withPrivacy(Privacy.REQUIRED));
    }

    public static Message strict(Message message) {
        return wishing(message, wishes -> wishes.withStrict(true));
    }

    public static Message preferring(TransportId transport, Message message) {
        return wishing(message, wishes -> wishes.withPreference(transport));
    }
}
