package io.bitchat.kit.health;

import io.bitchat.kit.health.Probe.Result;
import io.bitchat.kit.health.Probe.Times;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Readiness check: whether the database answers a query. In place of those that Quarkus brings, one of which looks for a
 * connection for five seconds while the database is away, which is longer than the gateway waits for the readiness.
 */
@Readiness
@ApplicationScoped
class PostgresCheck implements AsyncHealthCheck {
    private static final Times TIMES = new Times(Duration.ofSeconds(1), Duration.ofMillis(500), Duration.ofSeconds(5));

    private final Probe<Boolean> probe;

    PostgresCheck(Pool pool) {
        this.probe = new Probe<>(() -> pool.query("select 1").execute().replaceWith(true), TIMES, System::nanoTime);
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        var answer = HealthCheckResponse.named("PostgreSQL connection health check");
        return probe.result().map(result -> switch (result) {
            case Result.Ready<Boolean> _ -> answer.up().build();
            case Result.Failed<Boolean>(var cause) ->
                answer.down()
                        .withData("reason", String.valueOf(cause.getMessage()))
                        .build();
        });
    }
}
