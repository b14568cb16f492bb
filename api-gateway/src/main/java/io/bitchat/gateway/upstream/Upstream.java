package io.bitchat.gateway.upstream;

import io.bitchat.gateway.GatewayConfig;
import io.bitchat.gateway.admission.Callers;
import io.bitchat.gateway.exchange.Service;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;

/**
 * One service as seen from one event loop: a bounded pool for requests, another for streams, and a client for
 * WebSockets.
 */
public final class Upstream {
    private static final int CONNECT_MILLIS = 2_000;
    private static final int POOL_WAIT_MILLIS = 5_000;
    private static final int OWN_REQUEST_MILLIS = 3_000;

    private final Service service;
    private final HttpClient pool;
    private final HttpClient sockets;
    private final Leases requests;
    private final Leases streams;
    private final RequestOptions address;

    public Upstream(Vertx vertx, Service service, URI url, GatewayConfig.Limits limits, Callers callers) {
        this.service = service;
        int port = url.getPort() < 0 ? 80 : url.getPort();
        this.address = new RequestOptions().setHost(url.getHost()).setPort(port).setConnectTimeout(POOL_WAIT_MILLIS);
        this.pool = pool(vertx, limits);
        this.requests = new Leases(pool, address, limits.upstreamConnections(), callers::nameOf);
        this.streams = new Leases(pool(vertx, limits), address, limits.upstreamConnections(), callers::nameOf);
        this.sockets = vertx.createHttpClient(
                common().setMaxPoolSize(limits.connections()).setKeepAliveTimeout(1));
    }

    private static HttpClient pool(Vertx vertx, GatewayConfig.Limits limits) {
        return vertx.createHttpClient(common().setMaxPoolSize(limits.upstreamConnections())
                .setMaxWaitQueueSize(limits.upstreamConnections() * 8)
                .setKeepAliveTimeout(60));
    }

    private static HttpClientOptions common() {
        return new HttpClientOptions()
                .setConnectTimeout(CONNECT_MILLIS)
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true)
                .setMaxHeaderSize(32 << 10)
                .setMaxChunkSize(GatewayConfig.PIECE_BYTES)
                .setDecompressionSupported(false);
    }

    public Service service() {
        return service;
    }

    /** Connections for requests that finish within moments. */
    Leases requests() {
        return requests;
    }

    /** Connections for files, which clients may send and read at their own pace; they delay only each other. */
    Leases streams() {
        return streams;
    }

    public void relieve(long nowNanos) {
        requests.relieve(nowNanos);
        streams.relieve(nowNanos);
    }

    /** A request on a connection of its own, which the answer may upgrade to a WebSocket. */
    Future<HttpClientRequest> socketRequest(String target) {
        return sockets.request(
                new RequestOptions(address).setMethod(HttpMethod.GET).setURI(target));
    }

    /** Sends a request of the gateway's own pages to the service. */
    public Future<Answer> get(String target) {
        return pool.request(new RequestOptions(address).setURI(target).setTimeout(OWN_REQUEST_MILLIS))
                .compose(request -> request.send()
                        // nested, so that the body handler is set before the body can arrive, whatever the calling
                        // thread
                        .compose(response -> response.body().map(body -> new Answer(response.statusCode(), body))));
    }

    /** The answer of the service to the gateway's own request. */
    public record Answer(int status, Buffer body) {}
}
