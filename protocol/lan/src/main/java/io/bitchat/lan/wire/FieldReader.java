package io.bitchat.lan.wire;

import io.bitchat.crypto.Bytes;
import io.bitchat.crypto.Ed25519PublicKey;
import io.bitchat.crypto.X25519PublicKey;
import io.bitchat.lan.address.Endpoint;
import io.bitchat.lan.json.Json;
import io.bitchat.lan.json.JsonReader;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one JSON object. The first fault is kept; what is read after it is meaningless and must not be
 * used. A field that is null counts as absent.
 */
final class FieldReader {
    private static final Json NOTHING = new Json.Nothing();
    private static final int LONGEST_TIME = 40;
    private static final int LONGEST_KEY = 90;

    private final Map<String, Json> fields;
    private @Nullable Refusal fault;

    private FieldReader(Map<String, Json> fields, @Nullable Refusal fault) {
        this.fields = fields;
        this.fault = fault;
    }

    static FieldReader of(ByteBuffer bytes) {
        return JsonReader.read(bytes).orElse(NOTHING) instanceof Json.Fields(var fields)
                ? new FieldReader(fields, null)
                : new FieldReader(Map.of(), Refusal.NOT_JSON);
    }

    /** The first fault; null if there was none. */
    @Nullable
    Refusal fault() {
        return fault;
    }

    void fail(Refusal reason) {
        if (fault == null) fault = reason;
    }

    boolean has(String name) {
        return !(value(name) instanceof Json.Nothing);
    }

    private Json value(String name) {
        return fields.getOrDefault(name, NOTHING);
    }

    String text(String name) {
        if (!has(name)) fail(Refusal.MISSING_FIELD);
        return text(name, "");
    }

    String text(String name, String otherwise) {
        return switch (value(name)) {
            case Json.Text(var text) -> text;
            case Json.Nothing _ -> otherwise;
            default -> {
                fail(Refusal.WRONG_TYPE);
                yield otherwise;
            }
        };
    }

    /** A number that is not negative; 0 if absent. */
    long number(String name, long most) {
        return switch (value(name)) {
            case Json.Whole(long number) -> {
                if (number < 0 || number > most) fail(Refusal.BAD_VALUE);
                yield number;
            }
            case Json.Nothing _ -> 0;
            default -> {
                fail(Refusal.WRONG_TYPE);
                yield 0;
            }
        };
    }

    boolean flag(String name) {
        return switch (value(name)) {
            case Json.Flag(boolean flag) -> flag;
            case Json.Nothing _ -> false;
            default -> {
                fail(Refusal.WRONG_TYPE);
                yield false;
            }
        };
    }

    /** The elements of an array; empty if absent. */
    List<Json> items(String name, int most) {
        return switch (value(name)) {
            case Json.Items(var items) -> {
                if (items.size() > most) fail(Refusal.BAD_VALUE);
                yield items;
            }
            case Json.Nothing _ -> List.of();
            default -> {
                fail(Refusal.WRONG_TYPE);
                yield List.of();
            }
        };
    }

    /** An array of which each element is read by {@code element}, or refused if that returns null. */
    <T> List<T> each(String name, int most, Function<Json, @Nullable T> element) {
        var result = new ArrayList<T>();
        for (var item : items(name, most)) {
            var read = fault == null ? element.apply(item) : null;
            if (read == null) {
                fail(Refusal.BAD_VALUE);
                return List.of();
            }
            result.add(read);
        }
        return result;
    }

    Instant time(String name) {
        var text = text(name);
        if (fault != null) return Instant.EPOCH;
        try {
            if (text.length() <= LONGEST_TIME) return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
        } catch (DateTimeException e) {
            // refused below
        }
        fail(Refusal.BAD_TIMESTAMP);
        return Instant.EPOCH;
    }

    /** @return a peer without meaning after a fault */
    PeerId peer(String name) {
        var peer = PeerId.parse(text(name));
        if (peer.isEmpty()) fail(Refusal.BAD_PEER_ID);
        return peer.orElse(new PeerId("-"));
    }

    @Nullable
    Endpoint address(String name) {
        var address = Endpoint.parse(text(name));
        if (address.isEmpty()) fail(Refusal.BAD_ADDRESS);
        return address.orElse(null);
    }

    Profile profile() {
        var nick = text("nick", "");
        var status = text("status", "");
        var rooms = has("room")
                ? this.<String>each("room", Profile.MAX_ROOMS, item -> item instanceof Json.Text(var t) ? t : null)
                : Profile.PLAIN.rooms();
        if (Profile.isValid(nick, status, rooms)) return new Profile(nick, status, rooms);
        fail(Refusal.BAD_VALUE);
        return Profile.PLAIN;
    }

    @Nullable
    X25519PublicKey secure() {
        if (!has("secure")) return null;
        var key = base64("secure").flatMap(X25519PublicKey::parse);
        if (key.isEmpty()) fail(Refusal.BAD_PROOF);
        return key.orElse(null);
    }

    /** The fields {@code key} and {@code sig}, of which there must be both or none. */
    @Nullable
    Proof proof() {
        if (!has("key") && !has("sig")) return null;
        var key = base64("key").flatMap(Ed25519PublicKey::parse);
        var signature = base64("sig").filter(bytes -> bytes.size() == Ed25519PublicKey.SIGNATURE_BYTES);
        if (key.isPresent() && signature.isPresent()) return new Proof(key.get(), signature.get());
        fail(Refusal.BAD_PROOF);
        return null;
    }

    private Optional<Bytes> base64(String name) {
        var text = text(name, "");
        if (text.isEmpty() || text.length() > LONGEST_KEY) return Optional.empty();
        try {
            return Optional.of(Bytes.copyOf(Base64.getUrlDecoder().decode(text)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static String base64(Bytes bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toArray());
    }
}
