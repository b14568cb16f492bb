package io.bitchat.transfer;

import io.bitchat.chunks.ChunkPlan;
import io.bitchat.transfer.ChunkSource.Fetched;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** A request for a chunk from a site. Memory is allocated when the response begins. Runs on one event loop. */
final class HttpTransfer implements ChunkSource.Transfer {
    private static final int MAX_EXPLANATION = 16_384;
    private static final long MAX_PAUSE_SECONDS = 3_600;

    private final int length;
    private final ChunkSource.Receiver receiver;
    private @Nullable HttpClientRequest request;
    private byte @Nullable [] bytes;
    private int received;
    private boolean over;

    HttpTransfer(int length, ChunkSource.Receiver receiver) {
        this.length = length;
        this.receiver = receiver;
    }

    @Override
    public int received() {
        return received;
    }

    @Override
    public void cancel() {
        over = true;
        bytes = null;
        if (request != null) request.reset();
    }

    void send(HttpClientRequest ready) {
        request = ready;
        if (over) {
            ready.reset();
            return;
        }
        ready.exceptionHandler(this::failed);
        ready.send().onSuccess(this::answered).onFailure(this::failed);
    }

    void failed(Throwable cause) {
        var message = cause.getMessage();
        end(new Fetched.Failed(message == null ? cause.getClass().getSimpleName() : message, 0));
    }

    private void answered(HttpClientResponse response) {
        if (over) return;
        switch (response.statusCode()) {
            case 200 -> read(response);
            case 404, 409, 410, 416, 422 -> refuse(response, new Fetched.NotHeld());
            default ->
                refuse(
                        response,
                        new Fetched.Failed(
                                "it answered " + response.statusCode(),
                                1_000 * pause(response.getHeader("Retry-After"))));
        }
    }

    private static long pause(@Nullable String header) {
        if (header == null || !header.matches("[0-9]{1,9}")) return 0;
        return Math.min(MAX_PAUSE_SECONDS, Long.parseLong(header));
    }

    private void refuse(Fetched why) {
        if (request != null) request.reset();
        end(why);
    }

    /** Reads the body of a short error response to its end, so that the connection can be reused. */
    private void refuse(HttpClientResponse response, Fetched why) {
        if (size(response, Integer.MAX_VALUE) > MAX_EXPLANATION) refuse(why);
        else end(why);
    }

    private static int size(HttpClientResponse response, int unknown) {
        var said = response.getHeader(HttpHeaders.CONTENT_LENGTH);
        return said != null && said.matches("[0-9]{1,9}") ? Integer.parseInt(said) : unknown;
    }

    /**
     * Reads the body even if its length is unexpected, unless it is too long: the chunk's hash shows who is wrong about
     * the length.
     */
    private void read(HttpClientResponse response) {
        int size = size(response, length);
        if (size > ChunkPlan.MAX_CHUNK_SIZE) {
            refuse(new Fetched.TooLong());
            return;
        }
        bytes = new byte[size];
        response.exceptionHandler(this::failed);
        response.handler(this::add);
        response.endHandler(_ -> complete());
        receiver.answered();
    }

    private void add(Buffer piece) {
        if (bytes == null) return;
        if (piece.length() > bytes.length - received) {
            bytes = null;
            refuse(new Fetched.TooLong());
            return;
        }
        piece.getBytes(bytes, received);
        received += piece.length();
    }

    private void complete() {
        if (bytes == null) return;
        var whole = received == bytes.length ? bytes : java.util.Arrays.copyOf(bytes, received);
        end(new Fetched.Bytes(whole));
    }

    private void end(Fetched how) {
        if (over) return;
        over = true;
        bytes = null;
        receiver.ended(how);
    }
}
