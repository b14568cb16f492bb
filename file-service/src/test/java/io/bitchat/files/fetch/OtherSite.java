package io.bitchat.files.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bitchat.chunks.ChunkHash;
import io.bitchat.chunks.ChunkPlan;
import io.bitchat.chunks.MerkleTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Another site that has a file, or claims to have it. */
final class OtherSite implements AutoCloseable {
    private final byte[] bytes;
    private final ChunkPlan plan;
    private final HttpServer server;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile boolean flips;
    private volatile int pauseMillis;
    final AtomicInteger mostInFlight = new AtomicInteger();
    final List<Integer> asked = new CopyOnWriteArrayList<>();

    OtherSite(byte[] bytes, int chunkSize) {
        this.bytes = bytes;
        plan = new ChunkPlan(bytes.length, chunkSize);
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    OtherSite flipping() {
        flips = true;
        return this;
    }

    /** Sets a pause before each chunk. */
    OtherSite pausing(int millis) {
        pauseMillis = millis;
        return this;
    }

    String url(String file) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/api/bitchat/files/" + file;
    }

    String root() {
        return new MerkleTree(hashes()).root().toString();
    }

    private List<ChunkHash> hashes() {
        return IntStream.range(0, plan.count())
                .mapToObj(index -> ChunkHash.of(part(index)))
                .toList();
    }

    byte[] part(int index) {
        return Arrays.copyOfRange(bytes, (int) plan.offset(index), (int) plan.offset(index) + plan.length(index));
    }

    private void handle(HttpExchange exchange) throws IOException {
        var segments =
                new ArrayList<>(List.of(exchange.getRequestURI().getPath().split("/")));
        if (segments.size() == 5) {
            answer(exchange, manifest());
        } else if (segments.size() == 6) {
            answer(exchange, list());
        } else {
            chunk(exchange, Integer.parseInt(segments.getLast()));
        }
    }

    private void chunk(HttpExchange exchange, int index) throws IOException {
        asked.add(index);
        mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
        try {
            Thread.sleep(pauseMillis);
            var part = part(index);
            if (flips) part[0] ^= 1;
            // before the response: its receiver may send the next request before this thread continues
            inFlight.decrementAndGet();
            answer(exchange, part);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private byte[] manifest() {
        return """
                {"filename": "../../etc/document.pdf", "file_size": %d, "chunk_size": %d, "mime_type": "application/pdf",
                 "merkle_root": "%s"}
                """.formatted(bytes.length, plan.chunkSize(), root()).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] list() {
        var hashes = hashes();
        return IntStream.range(0, plan.count())
                .mapToObj(index -> "{\"chunk_index\": %d, \"chunk_hash\": \"%s\", \"uploaded\": true}"
                        .formatted(index, hashes.get(index)))
                .collect(Collectors.joining(",", "[", "]"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void answer(HttpExchange exchange, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
