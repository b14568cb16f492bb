package io.bitchat.bench.files;

import io.bitchat.bench.load.Await;
import io.bitchat.bench.suite.SuiteApi;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A site that offers a file, played in this process: with a limited rate, honest or not. Confined to one event loop.
 */
final class PlayedSource implements AutoCloseable {
    private static final int TICK_MILLIS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Context loop;
    private final OfferedFile file;
    private final Manner manner;
    private final HttpServer server;
    private final long timer;
    private final SendPace pace;
    private final List<Sending> sending = new ArrayList<>();
    private long sent;
    private long began;

    /**
     * The behaviour of a source.
     *
     * @param lies whether it alters a byte of each chunk; its list of hashes is correct
     */
    record Manner(String name, double bytesPerSecond, boolean lies) {
        static Manner unlimited(String name) {
            return new Manner(name, 1e12, false);
        }
    }

    /**
     * The activity of a source.
     *
     * @param bytes bytes of chunks sent, useful or not
     * @param began time of the first request for a chunk, in nanoseconds; 0 if there was none
     */
    record Deeds(long bytes, long began) {}

    PlayedSource(Context loop, OfferedFile file, Manner manner) {
        this.loop = loop;
        this.file = file;
        this.manner = manner;
        this.pace = new SendPace(manner.bytesPerSecond(), System.nanoTime());
        this.server = Await.result(
                loop.owner().createHttpServer().requestHandler(this::handle).listen(0, "127.0.0.1"), PATIENCE);
        this.timer = loop.owner().setPeriodic(TICK_MILLIS, _ -> send(!sending.isEmpty()));
    }

    Manner manner() {
        return manner;
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort() + "/api/bitchat/files/" + file.id();
    }

    Deeds deeds() {
        return Await.onLoop(loop, () -> new Deeds(sent, began));
    }

    private void handle(HttpServerRequest request) {
        var last = request.path().substring(request.path().lastIndexOf('/') + 1);
        if (last.equals(file.id())) {
            request.response().end(file.description().toBuffer());
        } else if (last.equals("chunks")) {
            int from = Integer.parseInt(request.getParam("offset", "0"));
            int limit = Integer.parseInt(request.getParam("limit", "1000000"));
            request.response().end(file.states(from, limit).toBuffer());
        } else {
            chunk(request.response(), Integer.parseInt(last));
        }
    }

    private void chunk(HttpServerResponse response, int index) {
        if (began == 0) began = System.nanoTime();
        // a fetcher that cancels a chunk is not a failure here
        response.exceptionHandler(_ -> {});
        response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(FileContent.CHUNK));
        boolean waited = !sending.isEmpty();
        sending.add(new Sending(
                response, manner.lies() ? lie(index) : file.content().chunk(index)));
        send(waited);
    }

    private Buffer lie(int index) {
        var bytes = file.content().bytes(index);
        bytes[bytes.length / 2] ^= 1;
        return Buffer.buffer(bytes);
    }

    /** Divides the allowed bytes among all answers in progress. */
    private void send(boolean waited) {
        double allowed = pace.allowed(System.nanoTime(), waited);
        while (allowed >= 1 && !sending.isEmpty()) {
            int share = (int) Math.clamp(allowed / sending.size(), 1, SuiteApi.PIECE);
            int now = 0;
            for (var each : sending) now += each.send(share);
            sending.removeIf(Sending::isOver);
            pace.sent(now);
            sent += now;
            allowed -= now;
        }
    }

    @Override
    public void close() {
        loop.owner().cancelTimer(timer);
        Await.result(server.close(), PATIENCE);
    }

    private static final class Sending {
        private final HttpServerResponse response;
        private final Buffer body;
        private int at;

        Sending(HttpServerResponse response, Buffer body) {
            this.response = response;
            this.body = body;
        }

        int send(int atMost) {
            if (isOver()) return 0;
            int length = Math.min(atMost, body.length() - at);
            var piece = body.slice(at, at + length);
            at += length;
            if (at == body.length()) response.end(piece);
            else response.write(piece);
            return length;
        }

        boolean isOver() {
            return at == body.length() || response.closed();
        }
    }
}
