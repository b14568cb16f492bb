package io.bitchat.lan.wire;

import io.bitchat.lan.json.Json;
import io.bitchat.lan.json.JsonWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Lines as JSON objects of at most {@value #MAX_BYTES} bytes, each followed by a line feed. */
public final class LineCodec {
    /** Length of a line without its line feed. */
    public static final int MAX_BYTES = 65_536;

    public static final int MAX_HOPS = 255;

    private LineCodec() {}

    /** The object and a line feed. The caller refuses a line that is longer than {@value #MAX_BYTES} without it. */
    public static byte[] encode(Line line) {
        var json = new JsonWriter()
                .field("type", line.type().name().toLowerCase(Locale.ROOT))
                .field("sender", line.sender().value())
                .field("content", line.content())
                .field("timestamp", line.timestamp().toString())
                .field("sequence", line.sequence())
                .field("target", line.target().text());
        write(json, line.stamp());
        write(json, line.notes());
        return (json.end() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void write(JsonWriter json, Stamp stamp) {
        if (stamp.run() > 0) json.field("run", stamp.run());
        if (stamp.lamport() > 0) json.field("lamport", stamp.lamport());
        if (stamp.hops() > 0) json.field("hops", stamp.hops());
        if (stamp.again()) json.field("again", true);
        var proof = stamp.proof();
        if (proof != null) BeaconCodec.write(json, proof);
    }

    private static void write(JsonWriter json, Notes notes) {
        var hello = notes.hello();
        if (hello != null) {
            json.field("address", hello.address().toString());
            BeaconCodec.write(json, hello.profile());
            var secure = hello.secure();
            if (secure != null) json.field("secure", FieldReader.base64(secure.bytes()));
        }
        var links = notes.links();
        if (links != null) json.field("links", links.stream().map(PeerId::value).toList());
        if (!notes.have().isEmpty())
            json.field("have", notes.have().stream().map(LineCodec::head).toList());
        if (!notes.wants().isEmpty())
            json.field("want", notes.wants().stream().map(LineCodec::want).toList());
        if (notes.plain() > 0) json.field("plain", notes.plain());
    }

    private static List<Object> head(Notes.Head head) {
        return stream(head.stream(), head.sequence());
    }

    private static List<Object> want(Notes.Want want) {
        return stream(want.stream(), want.from(), want.to());
    }

    private static List<Object> stream(StreamId stream, long... numbers) {
        var items = new ArrayList<Object>(List.of(stream.sender().value(), stream.run()));
        for (long number : numbers) items.add(number);
        if (!stream.audience().isEmpty()) items.add(stream.audience());
        return items;
    }

    /** Decodes one untrusted object. The signature is not checked. */
    public static Decoded<Line> decode(ByteBuffer bytes) {
        if (bytes.remaining() > MAX_BYTES) return new Decoded.Refused<>(Refusal.TOO_LONG);
        var reader = FieldReader.of(bytes);
        var type = type(reader);
        var sender = reader.peer("sender");
        var content = reader.text("content", "");
        var time = reader.time("timestamp");
        long sequence = reader.number("sequence", BeaconCodec.MAX_NUMBER);
        var target = target(reader);
        var stamp = stamp(reader);
        var notes = notes(reader);
        if (stamp.run() > 0 && type == Line.Type.CHAT && sequence == 0) reader.fail(Refusal.BAD_VALUE);
        var fault = reader.fault();
        return fault != null
                ? new Decoded.Refused<>(fault)
                : new Decoded.Complete<>(new Line(type, sender, content, time, sequence, target, stamp, notes));
    }

    private static Line.Type type(FieldReader reader) {
        var name = reader.text("type");
        for (var type : Line.Type.values())
            if (type.name().toLowerCase(Locale.ROOT).equals(name)) return type;
        reader.fail(Refusal.UNKNOWN_TYPE);
        return Line.Type.CHAT;
    }

    private static Target target(FieldReader reader) {
        var text = reader.text("target", "");
        if (text.isEmpty()) return Target.GENERAL;
        var target = Target.parse(text);
        if (target.isEmpty()) reader.fail(Refusal.BAD_VALUE);
        return target.orElse(Target.GENERAL);
    }

    private static Stamp stamp(FieldReader reader) {
        return new Stamp(
                reader.number("run", BeaconCodec.MAX_NUMBER),
                reader.number("lamport", BeaconCodec.MAX_NUMBER),
                (int) reader.number("hops", MAX_HOPS),
                reader.flag("again"),
                reader.proof());
    }

    private static Notes notes(FieldReader reader) {
        var address = reader.has("address") ? reader.address("address") : null;
        var hello = address == null ? null : new Notes.Hello(reader.profile(), address, reader.secure());
        var links = reader.has("links") ? reader.each("links", Notes.MAX_LINKS, LineCodec::peer) : null;
        return new Notes(
                hello,
                links,
                reader.each("have", Notes.MAX_HEADS, LineCodec::head),
                reader.each("want", Notes.MAX_WANTS, LineCodec::want),
                (int) reader.number("plain", Notes.MAX_PLAIN));
    }

    private static @Nullable PeerId peer(Json item) {
        return item instanceof Json.Text(var text) ? PeerId.parse(text).orElse(null) : null;
    }

    private static Notes.@Nullable Head head(Json item) {
        var items = item instanceof Json.Items(var values) ? values : List.<Json>of();
        var stream = stream(items, 3);
        return stream != null && items.get(2) instanceof Json.Whole(long sequence) && isNumber(sequence)
                ? new Notes.Head(stream, sequence)
                : null;
    }

    private static Notes.@Nullable Want want(Json item) {
        var items = item instanceof Json.Items(var values) ? values : List.<Json>of();
        var stream = stream(items, 4);
        return stream != null
                        && items.get(2) instanceof Json.Whole(long from)
                        && items.get(3) instanceof Json.Whole(long to)
                        && from > 0
                        && from <= to
                        && isNumber(to)
                ? new Notes.Want(stream, from, to)
                : null;
    }

    /** @param size number of elements without the audience */
    private static @Nullable StreamId stream(List<Json> items, int size) {
        if (items.size() < size || items.size() > size + 1) return null;
        var sender = peer(items.getFirst());
        var audience = items.size() == size ? null : peer(items.getLast());
        if (sender == null || audience == null && items.size() > size) return null;
        return items.get(1) instanceof Json.Whole(long run) && run > 0 && isNumber(run)
                ? new StreamId(sender, run, audience == null ? "" : audience.value())
                : null;
    }

    private static boolean isNumber(long number) {
        return number >= 0 && number <= BeaconCodec.MAX_NUMBER;
    }
}
