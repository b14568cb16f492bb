package io.bitchat.launcher.doctor;

import io.bitchat.embedded.EmbeddedException;
import io.bitchat.embedded.EmbeddedKafka;
import io.bitchat.embedded.PostgresConfig;
import io.bitchat.embedded.PostgresProbe;
import io.bitchat.launcher.process.HttpProbe;
import io.bitchat.launcher.process.Memory;
import io.bitchat.launcher.process.ReadinessReport;
import io.bitchat.launcher.suite.Endpoint;
import io.bitchat.launcher.suite.PasswordFile;
import io.bitchat.launcher.suite.SuiteConfig;
import io.bitchat.launcher.suite.SuiteException;
import io.bitchat.launcher.suite.SuiteFiles;
import io.bitchat.launcher.suite.SuiteState;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/** Examines each process of a suite that a launcher recorded. */
final class SuiteExamination {
    private static final int KAFKA_SECONDS = 5;

    private final SuiteFiles files;
    private final SuiteState state;

    SuiteExamination(SuiteFiles files, SuiteState state) {
        this.files = files;
        this.state = state;
    }

    List<ProcessStatus> all() {
        List<ProcessStatus> found = new ArrayList<>();
        found.add(launcher());
        for (Endpoint endpoint : List.of(Endpoint.values()).reversed()) {
            if (state.has(endpoint)) {
                found.add(examine(endpoint));
            }
        }
        return found;
    }

    private ProcessStatus launcher() {
        String why = state.process(SuiteState.LAUNCHER).isPresent()
                ? ""
                : "was killed; run ./bitchat up to end its processes and restart";
        return status(SuiteState.LAUNCHER, 0, why);
    }

    private ProcessStatus examine(Endpoint endpoint) {
        int port = state.ports().getOrDefault(endpoint.label(), endpoint.defaultPort());
        if (state.process(endpoint.label()).isEmpty()) {
            return status(endpoint.label(), port, "is not running; see " + files.log(endpoint.label()));
        }
        return status(endpoint.label(), port, complaint(endpoint, port));
    }

    private String complaint(Endpoint endpoint, int port) {
        return switch (endpoint) {
            case POSTGRES -> postgresComplaint(port);
            case KAFKA -> kafkaComplaint(port);
            case OBJECT_STORE -> objectStoreComplaint(port);
            case PEER_SERVICE, MESSAGE_SERVICE, GROUP_SERVICE, FILE_SERVICE, TRANSPORT_GATEWAY, GATEWAY ->
                ReadinessReport.complaint(HttpProbe.get(state.healthOf(endpoint)));
        };
    }

    /** Any HTTP answer counts as healthy: without credentials the server refuses. */
    static String objectStoreComplaint(int port) {
        HttpProbe.Answer answer = HttpProbe.get(URI.create("http://" + SuiteConfig.LOOPBACK + ":" + port + "/"));
        return answer.status() == 0 ? "does not answer: " + answer.body() : "";
    }

    private String postgresComplaint(int port) {
        try {
            probe(port).ask("select 1");
            return "";
        } catch (SQLException e) {
            return "does not answer: " + e.getMessage();
        }
    }

    PostgresProbe probe(int port) {
        return new PostgresProbe(
                new PostgresConfig(files.postgres(), SuiteConfig.LOOPBACK, port, PasswordFile.of(files)));
    }

    private static String kafkaComplaint(int port) {
        try (Admin admin = EmbeddedKafka.admin(SuiteConfig.LOOPBACK + ":" + port)) {
            admin.describeCluster().nodes().get(KAFKA_SECONDS, TimeUnit.SECONDS);
            return "";
        } catch (ExecutionException | TimeoutException | EmbeddedException e) {
            return "does not answer a metadata request within " + KAFKA_SECONDS + " s";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SuiteException("interrupted while Kafka answers", e);
        }
    }

    /** The launcher counts alone, because its descendants have rows of their own. */
    private static long memory(ProcessHandle process, String name) {
        return name.equals(SuiteState.LAUNCHER) ? Memory.residentAlone(process.pid()) : Memory.resident(process);
    }

    private ProcessStatus status(String name, int port, String why) {
        return state.process(name)
                .map(process -> new ProcessStatus(
                        name,
                        process.pid(),
                        port,
                        why,
                        process.info()
                                .startInstant()
                                .map(start -> Duration.between(start, Instant.now()))
                                .orElse(Duration.ZERO),
                        memory(process, name)))
                .orElseGet(() -> new ProcessStatus(name, null, port, why, Duration.ZERO, 0));
    }
}
