package io.bitchat.lan.wire;

import io.bitchat.lan.json.JsonWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Beacons as JSON datagrams of at most {@value #MAX_BYTES} bytes, which fit into one Ethernet frame. */
public final class BeaconCodec {
    public static final int MAX_BYTES = 1_400;

    static final long MAX_NUMBER = (1L << 53) - 1;
    private static final String DISCOVER = "discover";
    private static final String LEAVE = "leave";

    private BeaconCodec() {}

    /** @throws IllegalArgumentException never for a beacon within the bounds of its parts */
    public static byte[] encode(Beacon beacon) {
        var json = new JsonWriter()
                .field("type", beacon.leaving() ? LEAVE : DISCOVER)
                .field("peer_id", beacon.peer().value())
                .field("address", beacon.address().toString())
                .field("timestamp", beacon.timestamp().toString());
        write(json, beacon.profile());
        if (beacon.run() > 0) json.field("run", beacon.run());
        if (beacon.lamport() > 0) json.field("lamport", beacon.lamport());
        var secure = beacon.secure();
        if (secure != null) json.field("secure", FieldReader.base64(secure.bytes()));
        var proof = beacon.proof();
        if (proof != null) write(json, proof);
        var bytes = json.end().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_BYTES) throw new IllegalArgumentException("beacon of " + bytes.length + " bytes");
        return bytes;
    }

    static void write(JsonWriter json, Profile profile) {
        if (!profile.nick().isEmpty()) json.field("nick", profile.nick());
        if (!profile.status().isEmpty()) json.field("status", profile.status());
        if (!profile.rooms().equals(Profile.PLAIN.rooms())) json.field("room", profile.rooms());
    }

    static void write(JsonWriter json, Proof proof) {
        json.field("key", FieldReader.base64(proof.key().bytes())).field("sig", FieldReader.base64(proof.signature()));
    }

    /** Decodes an untrusted datagram. The signature is not checked. */
    public static Decoded<Beacon> decode(byte[] datagram) {
        if (datagram.length > MAX_BYTES) return new Decoded.Refused<>(Refusal.TOO_LONG);
        var reader = FieldReader.of(ByteBuffer.wrap(datagram));
        var type = reader.text("type");
        if (!type.equals(DISCOVER) && !type.equals(LEAVE)) reader.fail(Refusal.UNKNOWN_TYPE);
        var peer = reader.peer("peer_id");
        var address = reader.address("address");
        var time = reader.time("timestamp");
        var profile = reader.profile();
        long run = reader.number("run", MAX_NUMBER);
        long lamport = reader.number("lamport", MAX_NUMBER);
        var secure = reader.secure();
        var proof = reader.proof();
        var fault = reader.fault();
        if (fault != null) return new Decoded.Refused<>(fault);
        if (address == null) return new Decoded.Refused<>(Refusal.BAD_ADDRESS);
        return new Decoded.Complete<>(
                new Beacon(type.equals(LEAVE), peer, address, time, profile, run, lamport, secure, proof));
    }
}
