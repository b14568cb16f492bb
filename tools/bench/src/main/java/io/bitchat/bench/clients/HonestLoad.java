package io.bitchat.bench.clients;

import io.bitchat.bench.load.Await;
import io.bitchat.bench.load.OpenLoop;
import io.bitchat.bench.messages.MessageFlow;
import io.bitchat.bench.report.Figure;
import io.bitchat.bench.report.Latencies;
import io.bitchat.bench.suite.Driver;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Honest load during an attack: sends to open sockets, and reads of a conversation over a new connection each time. */
final class HonestLoad implements AutoCloseable {
    private static final int PAIRS = 20;
    private static final int TIMEOUT_MILLIS = 20_000;
    private static final int UNAVAILABLE = 503;
    private static final Duration LATE = Duration.ofSeconds(60);

    private final Driver driver;
    private final MessageFlow flow;
    private final HttpClient fresh;
    private final RequestOptions read;
    private final double perSecond;

    /** Figures of all blocks of one kind. */
    static final class Sample {
        final MessageFlow.Sample sends = new MessageFlow.Sample();
        final Latencies reads = new Latencies();
        int readsOpen;
        long readsUnavailable;
        long readsFailed;
    }

    private HonestLoad(Vertx vertx, Driver driver, MessageFlow flow, double perSecond) {
        this.driver = driver;
        this.flow = flow;
        this.perSecond = perSecond;
        this.fresh = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(false).setMaxPoolSize(256).setConnectTimeout(TIMEOUT_MILLIS));
        URI api = driver.suite().api();
        this.read = new RequestOptions()
                .setHost(api.getHost())
                .setPort(api.getPort())
                .setMethod(HttpMethod.GET)
                .setTimeout(TIMEOUT_MILLIS)
                .setURI("/api/bitchat/messages/conversation/" + flow.sender(0).id() + "/"
                        + flow.recipient(0).id() + "?limit=20");
    }

    /** @param perSecond sends per second; reads are half as many */
    static HonestLoad open(Vertx vertx, Driver driver, double perSecond) {
        return new HonestLoad(vertx, driver, MessageFlow.open(driver, "honest", PAIRS), perSecond);
    }

    /** Adds some seconds of load to the sample; each latency counts from the due time. */
    void block(Sample sample, int seconds) {
        var sends = new OpenLoop(driver.loop())
                .run(
                        perSecond,
                        (long) (perSecond * seconds),
                        (index, due) -> flow.send((int) (index % flow.pairs()), due, sample.sends, () -> {}));
        var reads = new OpenLoop(driver.loop())
                .run(perSecond / 2, (long) (perSecond / 2 * seconds), (_, due) -> read(sample, due));
        Await.result(Future.all(sends, reads), Duration.ofSeconds(seconds).plus(LATE));
        Await.until(() -> Await.onLoop(driver.loop(), () -> sample.readsOpen == 0), LATE);
        flow.drain();
    }

    private void read(Sample sample, long dueNanos) {
        sample.readsOpen++;
        fresh.request(new RequestOptions(read))
                .compose(request ->
                        request.send().compose(response -> response.body().map(_ -> response.statusCode())))
                .onSuccess(status -> {
                    if (status == 200) {
                        sample.reads.since(dueNanos);
                    } else if (status == UNAVAILABLE) {
                        sample.readsUnavailable++;
                    } else {
                        sample.readsFailed++;
                    }
                })
                .onFailure(_ -> sample.readsFailed++)
                .onComplete(_ -> sample.readsOpen--);
    }

    /** Figures of lost, duplicate or reordered messages. */
    List<Figure> faults(String name) {
        return flow.faults(name);
    }

    @Override
    public void close() {
        flow.close();
        fresh.close();
    }
}
