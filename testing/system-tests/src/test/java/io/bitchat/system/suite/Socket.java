package io.bitchat.system.suite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client's WebSocket; received frames are queued until a test takes them. */
public final class Socket implements AutoCloseable, WebSocket.Listener {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    public final LinkedBlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
    public final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private WebSocket socket;

    public static Socket open(String url, String peerId, String query, String... headers) {
        var client = new Socket();
        var builder = HTTP.newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) builder.header(headers[i], headers[i + 1]);
        var uri = URI.create(url.replaceFirst("^http", "ws") + "/api/bitchat/ws/" + peerId + query);
        client.socket = builder.buildAsync(uri, client).join();
        return client;
    }

    /** The status with which the upgrade is refused. */
    public static int refusal(String url, String peerId, String query, String... headers) {
        try {
            open(url, peerId, query, headers).close();
            throw new AssertionError("the socket opened");
        } catch (CompletionException e) {
            return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
        }
    }

    public Socket say(String frame) {
        socket.sendText(frame, true).join();
        return this;
    }

    public Socket say(byte[] frame) {
        socket.sendBinary(ByteBuffer.wrap(frame), true).join();
        return this;
    }

    public JsonNode next() throws InterruptedException {
        var frame = frames.poll(30, TimeUnit.SECONDS);
        if (frame == null) throw new AssertionError("no frame within 30 s");
        return frame;
    }

    public void ack(JsonNode message) {
        say("{\"type\":\"ack\",\"message_id\":\""
                + message.at("/data/message_id").asText() + "\"}");
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            try {
                frames.add(Client.JSON.readTree(partial.toString()));
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
            partial.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closed.complete(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.complete(1006);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
