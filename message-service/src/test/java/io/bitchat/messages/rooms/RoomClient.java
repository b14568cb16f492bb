package io.bitchat.messages.rooms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bitchat.crypto.Bytes;
import io.bitchat.rooms.wire.ChunkFrame;
import io.bitchat.rooms.wire.ChunkFrameCodec;
import io.restassured.RestAssured;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A client that sends and receives text and binary messages, and reads only when it is told to. */
final class RoomClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    final BlockingQueue<Object> received = new LinkedBlockingQueue<>();
    final AtomicLong bytes = new AtomicLong();
    final WebSocket socket;
    volatile boolean closed;
    /** Whether binary messages are kept. */
    volatile boolean keeps = true;

    private RoomClient(WebSocket socket) {
        this.socket = socket;
        socket.textMessageHandler(received::add);
        socket.binaryMessageHandler(message -> {
            bytes.addAndGet(message.length());
            if (keeps) received.add(message);
        });
        socket.closeHandler(_ -> closed = true);
    }

    static WebSocketClient clients(Vertx vertx) {
        return vertx.createWebSocketClient(new WebSocketClientOptions()
                .setMaxConnections(5_000)
                .setMaxFrameSize(2 << 20)
                .setMaxMessageSize(2 << 20));
    }

    static RoomClient open(WebSocketClient clients, String peerId, String... headers) {
        var options = new WebSocketConnectOptions();
        options.setHost("127.0.0.1").setPort(RestAssured.port).setURI("/api/bitchat/ws/" + peerId);
        for (int i = 0; i < headers.length; i += 2) options.putHeader(headers[i], headers[i + 1]);
        return FarEnd.join(clients.connect(options).map(RoomClient::new));
    }

    /** A chunk with random content. */
    static Buffer chunk(UUID transfer, long index, int size) {
        var content = new byte[size];
        ThreadLocalRandom.current().nextBytes(content);
        return Buffer.buffer(ChunkFrameCodec.encode(ChunkFrame.of(transfer, index, Bytes.copyOf(content))));
    }

    static String frame(String type, String room, UUID transfer) {
        return "{ \"type\" : \"%s\", \"room_id\": \"%s\", \"transfer_id\": \"%s\", \"extra\": [1.0, \"ü\"] }"
                .formatted(type, room, transfer);
    }

    RoomClient say(String text) {
        FarEnd.join(socket.writeTextMessage(text));
        return this;
    }

    RoomClient say(Buffer message) {
        FarEnd.join(socket.writeFrame(WebSocketFrame.binaryFrame(message, true)));
        return this;
    }

    /** In frames of this size. */
    RoomClient say(Buffer message, int size) {
        for (int at = 0; at < message.length(); at += size) {
            var part = message.slice(at, Math.min(message.length(), at + size));
            boolean last = at + size >= message.length();
            FarEnd.join(socket.writeFrame(
                    at == 0 ? WebSocketFrame.binaryFrame(part, last) : WebSocketFrame.continuationFrame(part, last)));
        }
        return this;
    }

    Object next() throws InterruptedException {
        var next = received.poll(20, TimeUnit.SECONDS);
        if (next == null) throw new AssertionError("nothing came within 20 s");
        return next;
    }

    JsonNode json() throws InterruptedException {
        try {
            return JSON.readTree((String) next());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns true if nothing comes before the answer to a ping. */
    boolean isQuiet() throws InterruptedException {
        say("{\"type\":\"ping\"}");
        return next().equals("{\"type\":\"pong\"}");
    }

    @Override
    public void close() {
        if (!closed) FarEnd.join(socket.close().otherwiseEmpty());
    }
}
