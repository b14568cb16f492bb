package io.bitchat.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client's WebSocket; received frames are queued until the test takes them. */
public final class TestSocket implements AutoCloseable, WebSocket.Listener {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final LinkedBlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
    private final StringBuilder partial = new StringBuilder();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private WebSocket socket;

    public static TestSocket open(String peerId) {
        return open(peerId, "");
    }

    public static TestSocket open(String peerId, String query, String... headers) {
        var client = new TestSocket();
        var builder = HTTP.newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) builder.header(headers[i], headers[i + 1]);
        var uri = URI.create("ws://localhost:" + RestAssured.port + "/api/bitchat/ws/" + peerId + query);
        client.socket = builder.buildAsync(uri, client).join();
        return client;
    }

    /** The status of the refused upgrade. */
    static int refusal(String peerId, String query, String... headers) {
        try {
            open(peerId, query, headers).close();
            throw new AssertionError("the socket opened");
        } catch (CompletionException e) {
            return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
        }
    }

    public TestSocket say(String frame) {
        socket.sendText(frame, true).join();
        return this;
    }

    public TestSocket ack(JsonNode message) {
        return say("{\"type\":\"ack\",\"message_id\":\""
                + message.at("/data/message_id").asText() + "\"}");
    }

    /** The next frame; fails after 30 s. */
    public JsonNode next() throws InterruptedException {
        var frame = frames.poll(30, TimeUnit.SECONDS);
        if (frame == null) throw new AssertionError("no frame within 30 s");
        return frame;
    }

    /** The contents of the next messages of either kind; acknowledges them. */
    public List<String> messages(int count) throws InterruptedException {
        var contents = new ArrayList<String>();
        while (contents.size() < count) {
            var frame = next();
            if (!frame.path("type").asText().endsWith("message")) continue;
            contents.add(frame.at("/data/content").asText());
            ack(frame);
        }
        return contents;
    }

    /** Returns true if no frame arrives before the answer to a ping. */
    public boolean isQuiet() throws InterruptedException {
        say("{\"type\":\"ping\"}");
        return next().path("type").asText().equals("pong");
    }

    public int closeCode() throws Exception {
        return closed.get(30, TimeUnit.SECONDS);
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            try {
                frames.add(JSON.readTree(partial.toString()));
            } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                throw new AssertionError(e);
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
    public void close() {
        // the server may have closed it by itself, or do so at this moment
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "")
                .exceptionally(_ -> socket)
                .join();
    }
}
