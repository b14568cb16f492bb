package io.bitchat.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.bench.report.Latencies;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenLoopTest {
    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();

    @AfterEach
    void stop() {
        Await.result(vertx.close(), Duration.ofSeconds(10));
    }

    @Test
    void firesEveryShotAtItsMoment() {
        List<Long> due = new ArrayList<>();

        Await.result(new OpenLoop(loop).run(200, 40, (_, dueNanos) -> due.add(dueNanos)), Duration.ofSeconds(10));

        assertThat(due).hasSize(40);
        assertThat(due.getLast() - due.getFirst()).isEqualTo(39 * 5_000_000L);
    }

    @Test
    void hidesNoStall() {
        var latencies = new Latencies();
        var pace = new OpenLoop(loop);

        Await.result(
                pace.run(100, 100, (index, due) -> {
                    if (index == 20) {
                        Await.pause(Duration.ofMillis(400));
                    }
                    latencies.since(due);
                }),
                Duration.ofSeconds(20));

        assertThat(latencies.count()).isEqualTo(100);

        assertThat(latencies.percentile(82)).isGreaterThan(150);
        assertThat(pace.lateness().percentile(99)).isGreaterThan(350);
    }
}
