package io.bitchat.kit.health;

import io.bitchat.kit.context.OffEventLoop;
import io.bitchat.kit.health.Probe.Result;
import io.bitchat.kit.health.Probe.Times;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Node;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

/**
 * Readiness check: whether a broker answers, and which nodes the cluster has. In place of the one that Quarkus brings,
 * which keeps a thread and the whole readiness waiting for a minute while a broker hangs.
 */
@Readiness
@ApplicationScoped
class KafkaCheck implements AsyncHealthCheck {
    private static final int ANSWER_MILLIS = 5_000;
    private static final Times TIMES =
            new Times(Duration.ofSeconds(1), Duration.ofMillis(500), Duration.ofMillis(ANSWER_MILLIS));

    private final String servers;
    private final Probe<String> probe = new Probe<>(this::nodes, TIMES, System::nanoTime);
    private @Nullable Admin admin;

    KafkaCheck(@ConfigProperty(name = "kafka.bootstrap.servers") String servers) {
        this.servers = servers;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        var answer = HealthCheckResponse.named("Kafka connection health check");
        return probe.result().map(result -> switch (result) {
            case Result.Ready(var nodes) -> answer.up().withData("nodes", nodes).build();
            case Result.Failed(var cause) ->
                answer.down()
                        .withData("reason", String.valueOf(cause.getMessage()))
                        .build();
        });
    }

    private Uni<String> nodes() {
        return OffEventLoop.run(this::admin)
                .chain(known -> Uni.createFrom()
                        .completionStage(() -> known.describeCluster().nodes().toCompletionStage()))
                .map(KafkaCheck::text);
    }

    /** The client resolves names when it is made, which blocks. */
    private synchronized Admin admin() {
        if (admin == null) {
            admin = Admin.create(Map.of(
                    AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers,
                    AdminClientConfig.CLIENT_ID_CONFIG, "readiness",
                    AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MILLIS,
                    AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MILLIS,
                    AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000));
        }
        return admin;
    }

    private static String text(Collection<Node> nodes) {
        return nodes.stream().map(node -> node.host() + ":" + node.port()).collect(Collectors.joining(","));
    }

    @PreDestroy
    synchronized void close() {
        if (admin != null) admin.close(Duration.ZERO);
    }
}
