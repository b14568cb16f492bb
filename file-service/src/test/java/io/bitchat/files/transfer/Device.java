package io.bitchat.files.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.crypto.Bytes;
import io.bitchat.rooms.wire.ChunkFrame;
import io.bitchat.rooms.wire.ChunkFrameCodec;
import io.bitchat.rooms.wire.ChunkHeader;
import io.bitchat.rooms.wire.Decoded;
import io.restassured.RestAssured;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A device of a peer with a link to a room: sends a file, receives one, or does what a test says. */
final class Device implements WebSocket.Listener, AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(20);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final String room;
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
    private final List<JsonObject> frames = new CopyOnWriteArrayList<>();
    private final List<ChunkFrame> chunks = new CopyOnWriteArrayList<>();
    private WebSocket socket;
    private volatile int closed;

    /** What it sends when it has credit; none for a receiver. */
    private byte[] file = new byte[0];

    private int chunkSize;
    private UUID sending;
    private final java.util.ArrayDeque<Integer> toSend = new java.util.ArrayDeque<>();
    private int credits;

    /** Where it keeps what it receives; null if it gives no credits by itself. */
    private ByteArrayOutputStream received;

    private int have;
    /** Number of chunks for which it gives a credit each; then it stops. */
    private int mayGive = Integer.MAX_VALUE;

    private int maySend = Integer.MAX_VALUE;
    volatile long sentBytes;

    private Device(String room) {
        this.room = room;
    }

    static Device of(String peer, String room) {
        return of(peer, room, CLIENT.newWebSocketBuilder());
    }

    /** A device with a token. Fails with {@link java.net.http.WebSocketHandshakeException} as its cause if it is refused. */
    static Device of(String peer, String room, String token) {
        return of(peer, room, CLIENT.newWebSocketBuilder().header("Authorization", "Bearer " + token));
    }

    private static Device of(String peer, String room, WebSocket.Builder builder) {
        var device = new Device(room);
        device.socket = builder.buildAsync(
                        URI.create("ws://localhost:" + RestAssured.port + "/internal/rooms/" + room + "/link?peer_id="
                                + peer),
                        device)
                .join();
        return device;
    }

    @Override
    public synchronized CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            var frame = new JsonObject(text.toString());
            text.setLength(0);
            frames.add(frame);
            heard(frame);
        }
        socket.request(1);
        return null;
    }

    @Override
    public synchronized CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
        var bytes = new byte[data.remaining()];
        data.get(bytes);
        binary.writeBytes(bytes);
        if (last) {
            var decoded = ChunkFrameCodec.decode(ByteBuffer.wrap(binary.toByteArray()));
            binary.reset();
            assertThat(decoded).isInstanceOf(Decoded.Complete.class);
            came(((Decoded.Complete<ChunkFrame>) decoded).value());
        }
        socket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        closed = code;
        return null;
    }

    // --- sending

    /** From now on it sends this file as it gets credit. */
    synchronized void sends(UUID transfer, byte[] content, int size) {
        sending = transfer;
        file = content;
        chunkSize = size;
        // the credits of a connection that has just opened may be here already
        frames("file-share-credit").forEach(this::heard);
    }

    /** It sends so many chunks, and then nothing. */
    synchronized void stopsAfter(int chunks) {
        maySend = chunks;
    }

    private void heard(JsonObject frame) {
        switch (frame.getString("type")) {
            case "file-share-credit" -> {
                if (sending == null || !sending.toString().equals(frame.getString("transfer_id"))) return;
                var missing = frame.getJsonArray("missing");
                if (missing != null) {
                    credits = 0;
                    toSend.clear();
                    for (var range : missing) {
                        var pair = (JsonArray) range;
                        for (int i = pair.getInteger(0); i <= pair.getInteger(1); i++) toSend.add(i);
                    }
                }
                credits += frame.getInteger("credits");
                pump();
            }
            case "file-share-retransmit" -> {
                toSend.addFirst(frame.getInteger("chunk_index"));
                pump();
            }
            case "file-share-resume" -> {
                if (received != null) credit(UUID.fromString(frame.getString("transfer_id")), 16);
            }
            default -> {}
        }
    }

    private void pump() {
        while (credits > 0 && maySend > 0 && !toSend.isEmpty()) {
            credits--;
            maySend--;
            chunk(toSend.poll());
        }
    }

    private void chunk(int index) {
        int from = index * chunkSize;
        chunk(sending, index, Arrays.copyOfRange(file, from, Math.min(file.length, from + chunkSize)));
    }

    synchronized void chunk(UUID transfer, int index, byte[] content) {
        sentBytes += content.length;
        var header = ChunkHeader.of(transfer, index, ByteBuffer.wrap(content));
        binary(ChunkFrameCodec.encode(new ChunkFrame(header, Bytes.copyOf(content))));
    }

    synchronized void binary(byte[] message) {
        socket.sendBinary(ByteBuffer.wrap(message), true).join();
    }

    // --- receiving

    /** From now on it takes what comes, and gives credits. */
    synchronized void receives() {
        received = new ByteArrayOutputStream();
    }

    /** It gives one credit for each of so many chunks, and then none. */
    synchronized void gives(int chunks) {
        mayGive = chunks - 10;
    }

    /** It has what another device has received, and goes on. */
    synchronized void continues(Device before) {
        received = new ByteArrayOutputStream();
        received.writeBytes(before.content());
        have = before.have;
        // the answer to the resume frame that may have come before
        frames("file-share-resume").stream()
                .findFirst()
                .ifPresent(frame -> credit(UUID.fromString(frame.getString("transfer_id")), 16));
    }

    private void came(ChunkFrame chunk) {
        chunks.add(chunk);
        if (received == null) return;
        assertThat(chunk.header().matches(chunk.content().toBuffer())).isTrue();
        if (chunk.header().index() == have) {
            received.writeBytes(chunk.content().toArray());
            have++;
        }
        if (mayGive > 0) {
            mayGive--;
            credit(chunk.header().transfer(), 1);
        }
    }

    synchronized void credit(UUID transfer, int more) {
        say(frame("file-share-credit", transfer).put("credits", more).put("confirmed", have));
    }

    byte[] content() {
        return received.toByteArray();
    }

    // --- frames

    JsonObject frame(String type, UUID transfer) {
        return new JsonObject().put("type", type).put("room_id", room).put("transfer_id", transfer.toString());
    }

    synchronized void say(JsonObject frame) {
        socket.sendText(frame.encode(), true).join();
    }

    /** Waits for a frame of a type. */
    JsonObject hears(String type) {
        return hears(type, _ -> true);
    }

    JsonObject hears(String type, Predicate<JsonObject> such) {
        return await().atMost(SOON)
                .until(
                        () -> frames.stream()
                                .filter(frame -> frame.getString("type").equals(type) && such.test(frame))
                                .findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    /** Forgets what it has heard. */
    void forget() {
        frames.clear();
        chunks.clear();
    }

    List<JsonObject> frames(String type) {
        return frames.stream()
                .filter(frame -> frame.getString("type").equals(type))
                .toList();
    }

    List<ChunkFrame> chunks() {
        return chunks;
    }

    int closedWith() {
        return closed;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
