package io.bitchat.messages.rooms;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bitchat.retry.Backoff;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads at the start which transfers are running, page by page, and tries again until it has them all. */
@ApplicationScoped
class RunningTransfersList {
    private static final int LIMIT = 500;
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int OK = 200;
    private static final Backoff BACKOFF = Backoff.ofMillis(250, 15_000);

    private final KnownTransfers known;
    private final RoomDevices devices;
    private final RoomConfig config;
    private final ObjectMapper json;
    private final Vertx vertx;
    private final HttpClient client;
    private volatile boolean stopped;

    RunningTransfersList(KnownTransfers known, RoomDevices devices, RoomConfig config, ObjectMapper json, Vertx vertx) {
        this.known = known;
        this.devices = devices;
        this.config = config;
        this.json = json;
        this.vertx = vertx;
        this.client = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(1));
    }

    /** A page of the list. */
    record Page(List<KnownTransfers.Listed> items, @Nullable String next) {}

    void start(@Observes StartupEvent startup) {
        vertx.runOnContext(_ -> read(null, 0));
    }

    void stop(@Observes ShutdownEvent shutdown) {
        stopped = true;
        var _ = client.close();
    }

    /** @param failures number of attempts in a row that have failed */
    private void read(@Nullable String after, int failures) {
        if (stopped) return;
        page(after).onSuccess(this::take).onFailure(failure -> retry(after, failures + 1, failure));
    }

    private Future<Page> page(@Nullable String after) {
        var cursor = Optional.ofNullable(after)
                .map(place -> "&after=" + URLEncoder.encode(place, StandardCharsets.UTF_8))
                .orElse("");
        var options = new RequestOptions()
                .setAbsoluteURI(config.url()
                        .resolve("/internal/transfers/running?limit=" + LIMIT + cursor)
                        .toString())
                .setTimeout(TIMEOUT_MILLIS);
        return client.request(options).compose(request -> request.send()
                .compose(answer -> answer.body().map(body -> parsed(answer, body))));
    }

    private Page parsed(HttpClientResponse answer, Buffer body) {
        if (answer.statusCode() != OK) throw new IllegalStateException("status " + answer.statusCode());
        try {
            return json.readValue(body.getBytes(), Page.class);
        } catch (IOException e) {
            throw new IllegalStateException("the list cannot be read", e);
        }
    }

    private void take(Page page) {
        for (var transfer : page.items()) {
            known.listed(transfer)
                    .forEach(party -> devices.devicesOf(party).forEach(device -> device.link(transfer.roomId())));
        }
        if (page.next() != null) read(page.next(), 0);
        else Log.infof("running transfers are known count=%d", known.size());
    }

    private void retry(@Nullable String after, int failures, Throwable failure) {
        if (failures == 1) Log.infof("running transfers cannot be read yet, trying again cause=%s", failure);
        vertx.setTimer(BACKOFF.millisAfter(failures), _ -> read(after, failures));
    }
}
