package io.bitchat.s3;

import io.bitchat.s3.S3Settings.Limits;
import io.minio.MinioAsyncClient;
import java.net.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/**
 * Creates the client of an S3 server, with a limit of connections and a timeout for each request. Failed requests are
 * repeated by {@link Attempts}.
 */
final class S3Client {
    private static final int IDLE_MINUTES = 5;

    private S3Client() {}

    /** @param proxy HTTP proxy before the server, or {@link Proxy#NO_PROXY} */
    static MinioAsyncClient of(S3Settings settings, Proxy proxy, SocketFactory sockets) {
        var client = MinioAsyncClient.builder()
                .endpoint(settings.endpoint().toString())
                .region(settings.region())
                .credentials(
                        settings.credentials().accessKey(),
                        settings.credentials().secretKey())
                .httpClient(http(settings.limits(), proxy, sockets), true)
                .build();
        if (settings.pathStyle()) client.disableVirtualStyleEndpoint();
        else client.enableVirtualStyleEndpoint();
        return client;
    }

    private static OkHttpClient http(Limits limits, Proxy proxy, SocketFactory sockets) {
        var dispatcher = new Dispatcher();
        dispatcher.setMaxRequests(limits.connections());
        dispatcher.setMaxRequestsPerHost(limits.connections());
        return new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .proxy(proxy)
                .socketFactory(sockets)
                .connectionPool(new ConnectionPool(limits.connections(), IDLE_MINUTES, TimeUnit.MINUTES))
                // over HTTP/2 all requests would share one connection
                .protocols(List.of(Protocol.HTTP_1_1))
                .connectTimeout(limits.connect())
                // one timeout for the whole call, and none in addition for each read and write of a few KiB
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .callTimeout(limits.request())
                .followRedirects(false)
                .addInterceptor(new S3Answers())
                .build();
    }
}
