package io.bitchat.transfer;

import io.bitchat.chunks.ChunkHash;
import io.bitchat.chunks.ChunkPlan;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One file at one site. The host name is resolved once: the address that was allowed then is used for all connections.
 */
final class HttpChunkSource implements ChunkSource {
    private static final int PAGE = 1_000;
    /** Maximum response size in bytes. A chunk's state names the peers that have it, which may be a hundred. */
    private static final int MAX_ANSWER = 16 << 20;

    private final Vertx vertx;
    private final HttpClient client;
    private final HttpSources.Limits limits;
    private final AddressRule rule;
    private final Place place;
    private @Nullable SocketAddress address;

    HttpChunkSource(Vertx vertx, HttpClient client, HttpSources.Limits limits, AddressRule rule, Place place) {
        this.vertx = vertx;
        this.client = client;
        this.limits = limits;
        this.rule = rule;
        this.place = place;
    }

    /** URL of the file, and the token for requests. */
    record Place(URI base, Optional<String> token) {
        boolean isSecure() {
            return "https".equals(base.getScheme().toLowerCase(Locale.ROOT));
        }

        int port() {
            if (base.getPort() > 0) return base.getPort();
            return isSecure() ? 443 : 80;
        }

        String path() {
            var path = base.getRawPath();
            return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        }
    }

    @Override
    public String name() {
        return place.base().toString();
    }

    @Override
    public Future<FileManifest> manifest() {
        return answer("")
                .compose(body -> offLoop(() -> FileManifest.parse(new JsonObject(body))
                        .orElseThrow(() -> new IOException("it did not describe the file"))));
    }

    @Override
    public Future<Listing> listing(ChunkPlan plan) {
        return page(plan, new Listing(plan.count()), 0);
    }

    private Future<Listing> page(ChunkPlan plan, Listing listing, int from) {
        return answer("/chunks?offset=" + from + "&limit=" + PAGE)
                .compose(body -> offLoop(() -> read(new JsonArray(body), plan, listing, from)))
                .compose(next -> next < plan.count() ? page(plan, listing, next) : Future.succeededFuture(listing));
    }

    /** @return index at which the next page begins */
    private static int read(JsonArray states, ChunkPlan plan, Listing listing, int from) throws IOException {
        int next = from;
        for (var each : states) {
            if (!(each instanceof JsonObject state)) throw new IOException("its list of chunks is invalid");
            int index = state.getInteger("chunk_index", -1);
            if (!plan.has(index)) throw new IOException("its list has a chunk that the file does not have");
            if (state.getBoolean("uploaded", false)) {
                ChunkHash.parse(state.getString("chunk_hash", "")).ifPresent(hash -> listing.note(index, hash));
            }
            next = Math.max(next, index + 1);
        }
        if (next == from) throw new IOException("its list of chunks ends early");
        return next;
    }

    private <T> Future<T> offLoop(java.util.concurrent.Callable<T> reading) {
        return vertx.executeBlocking(
                () -> {
                    try {
                        return reading.call();
                    } catch (DecodeException | ClassCastException _) {
                        throw new IOException("its answer has an unexpected form");
                    }
                },
                false);
    }

    // --- requests

    private Future<Buffer> answer(String path) {
        return options(path)
                .compose(options ->
                        client.request(options.setTimeout(limits.answer().toMillis())))
                .compose(request -> request.send().compose(response -> {
                    if (response.statusCode() == 200) return bounded(request, response);
                    response.exceptionHandler(_ -> {});
                    request.reset();
                    return Future.failedFuture(new IOException("it answered " + response.statusCode()));
                }));
    }

    private static Future<Buffer> bounded(HttpClientRequest request, HttpClientResponse response) {
        var body = Buffer.buffer();
        response.handler(piece -> {
            if (body.length() + piece.length() > MAX_ANSWER) request.reset();
            else body.appendBuffer(piece);
        });
        return response.end().map(body);
    }

    private Future<RequestOptions> options(String path) {
        return resolved().map(to -> {
            var options = new RequestOptions()
                    .setHost(place.base().getHost())
                    .setPort(place.port())
                    .setSsl(place.isSecure())
                    .setURI(place.path() + path)
                    .setServer(to);
            place.token().ifPresent(token -> options.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token));
            return options;
        });
    }

    private Future<SocketAddress> resolved() {
        if (address != null) return Future.succeededFuture(address);
        return vertx.executeBlocking(this::resolve, false).onSuccess(found -> address = found);
    }

    private SocketAddress resolve() throws IOException {
        var host = place.base().getHost();
        String objection = "its name cannot be resolved";
        for (var one : InetAddress.getAllByName(host)) {
            var against = rule.objection(host, one);
            if (against.isEmpty()) return SocketAddress.inetSocketAddress(new InetSocketAddress(one, place.port()));
            objection = against.get();
        }
        throw new ConnectException(objection);
    }

    // --- chunks

    @Override
    public Transfer fetch(int index, int length, Receiver receiver) {
        var transfer = new HttpTransfer(length, receiver);
        options("/chunks/" + index)
                .compose(client::request)
                .onSuccess(transfer::send)
                .onFailure(transfer::failed);
        return transfer;
    }
}
