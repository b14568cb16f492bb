package io.bitchat.bench.load;

import io.bitchat.api.Answer;
import io.bitchat.bench.Refused;
import io.bitchat.bench.report.Latencies;
import io.bitchat.bench.suite.Driver;
import io.bitchat.bench.suite.SuiteApi;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.LongFunction;

/** Reads at a fixed rate; latencies count from the due time. */
public final class Lookup {
    private final Driver driver;
    private final double perSecond;

    public Lookup(Driver driver, double perSecond) {
        this.driver = driver;
        this.perSecond = perSecond;
    }

    public Latencies measure(String what, LongFunction<Future<Answer>> read) {
        run(what, driver.settings().settle(), read);
        return run(what, driver.settings().seconds(), read);
    }

    private Latencies run(String what, int seconds, LongFunction<Future<Answer>> read) {
        var latencies = new Latencies();
        long[] open = {0};
        Throwable[] failure = {null};
        var pace = new OpenLoop(driver.loop());
        Await.result(
                pace.run(perSecond, (long) (perSecond * seconds), (index, due) -> {
                    open[0]++;
                    read.apply(index)
                            .compose(answer -> SuiteApi.expect(answer, what, 200))
                            .onSuccess(_ -> latencies.since(due))
                            .onFailure(cause -> failure[0] = cause)
                            .onComplete(_ -> open[0]--);
                }),
                Duration.ofSeconds(seconds + 60L));
        boolean answered = Await.until(() -> Await.onLoop(driver.loop(), () -> open[0] == 0), Duration.ofSeconds(40));
        if (failure[0] instanceof Refused refused) {
            throw refused;
        }
        if (failure[0] != null || !answered) {
            throw new Refused(what + " failed: " + (failure[0] == null ? "no answer" : failure[0]));
        }
        return latencies;
    }
}
