package io.bitchat.system.rooms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bitchat.system.suite.Client;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A socket of a peer that is opened again whenever it is closed. What comes is in one queue; text and binary messages of a
 * connection come in their order.
 */
final class RoomSocket implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final URI address;
    private final LinkedBlockingQueue<Heard> heard = new LinkedBlockingQueue<>(10_000);
    private volatile WebSocket socket;
    private volatile boolean over;

    RoomSocket(String url, String peer) {
        address = URI.create(url.replace("http://", "ws://") + "/api/bitchat/ws/" + peer);
    }

    /** What comes over it. */
    sealed interface Heard {
        /** It is open, for the first time or again. */
        record Opened() implements Heard {}

        record Frame(JsonNode json) implements Heard {}

        record Chunk(byte[] message) implements Heard {}

        /** It is closed. */
        record Closed() implements Heard {}
    }

    /** Opens it; tries again until that works. */
    void open() {
        while (!over) {
            try {
                socket = HTTP.newWebSocketBuilder()
                        .buildAsync(address, new Listener())
                        .get(10, TimeUnit.SECONDS);
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (Exception _) {
                pause();
            }
        }
    }

    /** A pause between attempts. */
    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();
        private final ByteArrayOutputStream binary = new ByteArrayOutputStream();

        @Override
        public void onOpen(WebSocket socket) {
            put(new Heard.Opened());
            socket.request(1);
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                put(new Heard.Frame(parse(text.toString())));
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            var bytes = new byte[data.remaining()];
            data.get(bytes);
            binary.writeBytes(bytes);
            if (last) {
                put(new Heard.Chunk(binary.toByteArray()));
                binary.reset();
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            put(new Heard.Closed());
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            put(new Heard.Closed());
        }

        private void put(Heard one) {
            try {
                heard.put(one);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static JsonNode parse(String text) {
        try {
            return Client.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What came next; null if nothing did within the time. */
    Heard next(long millis) throws InterruptedException {
        return heard.poll(millis, TimeUnit.MILLISECONDS);
    }

    /** Sends a frame; one that cannot be sent is lost with its connection. */
    void say(ObjectNode frame) {
        sent(socket.sendText(frame.toString(), true));
    }

    void send(byte[] message) {
        sent(socket.sendBinary(ByteBuffer.wrap(message), true));
    }

    private static void sent(java.util.concurrent.CompletableFuture<WebSocket> sending) {
        try {
            sending.join();
        } catch (CompletionException _) {
            // the socket is closed, which comes by itself
        }
    }

    /** Cuts the connection, as a network does. */
    void cut() {
        var now = socket;
        if (now != null) {
            now.abort();
            heard.add(new Heard.Closed());
        }
    }

    @Override
    public void close() {
        over = true;
        var now = socket;
        if (now != null) now.abort();
    }
}
