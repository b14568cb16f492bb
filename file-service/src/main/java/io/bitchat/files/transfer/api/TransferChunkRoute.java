package io.bitchat.files.transfer.api;

import io.bitchat.chunks.ChunkHash;
import io.bitchat.crypto.Bytes;
import io.bitchat.files.chunk.ChunkBody;
import io.bitchat.files.flow.BodyCoding;
import io.bitchat.files.transfer.OfferRequest;
import io.bitchat.files.transfer.Transfers;
import io.bitchat.files.transfer.api.Actors.End;
import io.bitchat.files.transfer.link.ChunkJson;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.problem.ProblemAnswers;
import io.bitchat.kit.text.Identifier;
import io.bitchat.rooms.Chunking;
import io.bitchat.rooms.transfer.Input;
import io.bitchat.rooms.wire.ChunkFrame;
import io.bitchat.rooms.wire.ChunkFrameCodec;
import io.bitchat.rooms.wire.ChunkHeader;
import io.bitchat.rooms.wire.Decoded;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Chunks of transfers with requests, for clients without binary frames: {@code POST …/chunks/{index}} with a form or raw
 * bytes, {@code POST …/chunks} with JSON, and {@code GET …/chunks/{index}}. Vert.x routes, so that a body is read only
 * after its sender and its length are known, and there is memory for it.
 */
@ApplicationScoped
class TransferChunkRoute {
    static final String HASH_HEADER = "X-Chunk-SHA256";

    private static final String TRANSFER = "/api/bitchat/rooms/:roomId/file-transfer/:transferId/chunks";
    private static final Pattern ROOM = Pattern.compile(Identifier.REGEX);
    private static final Pattern ID = Pattern.compile(OfferRequest.UUID_REGEX);
    private static final Pattern INDEX = Pattern.compile("[0-9]{1,7}");
    /** Bytes for the other fields of a chunk in JSON. */
    private static final int OTHER_FIELDS = 4_096;

    private final Actors actors;
    private final Transfers transfers;
    private final ChunkBodies bodies;
    private final ProblemAnswers problems;
    private final TransferWriter writer;

    TransferChunkRoute(
            Actors actors, Transfers transfers, ChunkBodies bodies, ProblemAnswers problems, TransferWriter writer) {
        this.actors = actors;
        this.transfers = transfers;
        this.bodies = bodies;
        this.problems = problems;
        this.writer = writer;
    }

    void register(@Observes Router router) {
        router.post(TRANSFER + "/:index").handler(http -> handle(http, this::takeBytes));
        router.post(TRANSFER).handler(http -> handle(http, this::takeJson));
        router.get(TRANSFER + "/:index").handler(http -> handle(http, this::give));
    }

    private void handle(RoutingContext http, Function<Call, Uni<Void>> work) {
        http.request().pause();
        Uni.createFrom()
                .deferred(() -> work.apply(call(http)))
                .subscribe()
                .with(_ -> {}, failure -> refuse(http, failure));
    }

    /** A request about a transfer. */
    private record Call(RoutingContext http, String room, UUID id) {
        HttpServerRequest request() {
            return http.request();
        }
    }

    private static Call call(RoutingContext http) {
        var room = http.pathParam("roomId");
        var id = http.pathParam("transferId");
        if (!ROOM.matcher(room).matches()) throw Problem.invalid("room_id", Identifier.MESSAGE);
        if (!ID.matcher(id).matches()) throw Problem.notFound("transfer", id);
        return new Call(http, room, UUID.fromString(id));
    }

    // --- from the sender

    private Uni<Void> takeBytes(Call call) {
        BodyCoding.requireNone(call.request());
        return actor(call, End.SENDER)
                .invoke(() -> requireReadable(call.request()))
                .chain(peer -> transfers.find(call.room(), call.id()).chain(row -> {
                    int index = indexIn(call, row.offer().file().chunking());
                    int length = row.offer().file().chunking().length(index);
                    return bodies.lent(
                            peer, call.request(), length, () -> bodies.bytes(call.request(), call.id(), length)
                                    .chain(body -> store(call, peer, message(call, index, body))));
                }));
    }

    private static void requireReadable(HttpServerRequest request) {
        if (ChunkBody.isReadable(request)) return;
        throw Problem.of(
                415,
                "unsupported_media_type",
                "send a form with the file field " + ChunkBody.PART + ", or application/octet-stream; or JSON to"
                        + " …/chunks");
    }

    private Buffer message(Call call, int index, ChunkBody.Received body) {
        var header = Optional.ofNullable(call.request().getHeader(HASH_HEADER));
        var declared = ChunkBody.hash(HASH_HEADER, header)
                .or(() -> ChunkBody.hash("chunk_hash", body.declared().filter(text -> !text.isBlank())));
        var content = Bytes.copyOf(body.bytes());
        bodies.done(body);
        var sha256 = declared.orElseGet(() -> ChunkHash.of(content.toArray())).toString();
        return Buffer.buffer(ChunkFrameCodec.encode(
                new ChunkFrame(new ChunkHeader(call.id(), index, Bytes.fromHex(sha256)), content)));
    }

    private Uni<Void> takeJson(Call call) {
        BodyCoding.requireNone(call.request());
        return actor(call, End.SENDER)
                .chain(peer -> transfers.find(call.room(), call.id()).chain(row -> {
                    int most = (row.offer().file().chunking().chunkSize() + 2) / 3 * 4 + OTHER_FIELDS;
                    return bodies.lent(peer, call.request(), most, () -> bodies.text(call.request(), most)
                            .chain(text -> store(call, peer, json(call, text))));
                }));
    }

    private static Buffer json(Call call, Buffer text) {
        try {
            return ChunkJson.read(new JsonObject(text), call.id());
        } catch (DecodeException _) {
            throw Problem.malformed("the body must be a JSON object with chunk_index, data and checksum");
        }
    }

    private Uni<Void> store(Call call, String peer, Buffer message) {
        var bytes = ByteBuffer.wrap(message.getBytes());
        if (!(ChunkFrameCodec.decodeHeader(bytes) instanceof Decoded.Complete<ChunkHeader>(var header))) {
            throw Problem.invalid("data", "must be a chunk");
        }
        var content = bytes.position(ChunkFrameCodec.HEADER_BYTES).slice();
        var chunk = new Input.Chunk(peer, header.index(), content.remaining(), header.matches(content), Input.Way.HTTP);
        return transfers.chunk(call.room(), call.id(), chunk, message).chain(row -> writer.write(call.http(), row));
    }

    // --- to a receiver

    private Uni<Void> give(Call call) {
        return actor(call, End.RECEIVER)
                .chain(peer -> transfers.find(call.room(), call.id()).chain(row -> {
                    int index = indexIn(call, row.offer().file().chunking());
                    return transfers
                            .collect(call.room(), call.id(), new Input.Collect(peer, index))
                            .chain(message -> written(call, message))
                            .invoke(() ->
                                    transfers.collected(call.room(), call.id(), new Input.Collected(peer, index)));
                }));
    }

    private static Uni<Void> written(Call call, Buffer message) {
        var content = message.slice(ChunkFrameCodec.HEADER_BYTES, message.length());
        var sha256 = Bytes.copyOf(message.getBytes(ChunkFrameCodec.HEADER_BYTES - 32, ChunkFrameCodec.HEADER_BYTES));
        call.request().resume();
        return Uni.createFrom().completionStage(() -> call.http()
                .response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/octet-stream")
                .putHeader(HASH_HEADER, sha256.hex())
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(content)
                .toCompletionStage());
    }

    // --- both

    private Uni<String> actor(Call call, End end) {
        return actors.uncounted(call.request(), call.room(), () -> transfers
                .find(call.room(), call.id())
                .map(row -> Actors.byDefault(row, end)));
    }

    private static int indexIn(Call call, Chunking chunking) {
        var text = call.http().pathParam("index");
        if (INDEX.matcher(text).matches() && chunking.has(Long.parseLong(text))) return Integer.parseInt(text);
        throw Problem.of(
                400,
                "no_such_chunk",
                chunking.count() == 0
                        ? "an empty file has no chunks"
                        : "the chunks are 0 to " + (chunking.count() - 1));
    }

    /** Answers, and then discards the rest of the body, so that a client that still sends gets the answer. */
    private void refuse(RoutingContext http, Throwable failure) {
        var request = http.request();
        problems.answer(http, failure);
        bodies.discard(request);
    }
}
