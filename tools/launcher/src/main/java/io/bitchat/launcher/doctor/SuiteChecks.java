package io.bitchat.launcher.doctor;

import io.bitchat.embedded.EmbeddedKafka;
import io.bitchat.embedded.PostgresProbe;
import io.bitchat.launcher.process.HttpProbe;
import io.bitchat.launcher.process.ReadinessReport;
import io.bitchat.launcher.suite.Endpoint;
import io.bitchat.launcher.suite.SuiteConfig;
import io.bitchat.launcher.suite.SuiteFiles;
import io.bitchat.launcher.suite.SuiteState;
import io.bitchat.topics.TopicCatalog;
import io.bitchat.topics.TopicReconciler;
import io.bitchat.topics.TopicsException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;

/** Detailed checks of a running suite. */
final class SuiteChecks {
    private final SuiteFiles files;
    private final SuiteState state;

    SuiteChecks(SuiteFiles files, SuiteState state) {
        this.files = files;
        this.state = state;
    }

    List<Finding> all() {
        List<Finding> findings = new ArrayList<>();
        findings.add(launcher());
        findings.addAll(postgres());
        findings.addAll(kafka());
        if (state.has(Endpoint.OBJECT_STORE)) {
            findings.add(objectStore());
        }
        findings.add(service(Endpoint.PEER_SERVICE));
        findings.add(service(Endpoint.MESSAGE_SERVICE));
        findings.add(service(Endpoint.GROUP_SERVICE));
        findings.add(service(Endpoint.FILE_SERVICE));
        findings.add(service(Endpoint.TRANSPORT_GATEWAY));
        findings.add(chunkStore());
        findings.add(service(Endpoint.GATEWAY));
        return findings;
    }

    private Finding launcher() {
        return state.process(SuiteState.LAUNCHER).isPresent()
                ? Finding.ok("launcher", "process " + state.pids().get(SuiteState.LAUNCHER))
                : Finding.fail("launcher", "was killed", "run ./bitchat up to end its processes and restart");
    }

    private List<Finding> postgres() {
        PostgresProbe probe = new SuiteExamination(files, state).probe(port(Endpoint.POSTGRES));
        try {
            List<Finding> findings = new ArrayList<>();
            findings.add(Finding.ok("postgres version", probe.ask("show server_version")));
            findings.add(durable(probe, "fsync"));
            findings.add(durable(probe, "synchronous_commit"));
            findings.add(connections(probe));
            return findings;
        } catch (SQLException e) {
            return List.of(Finding.fail(
                    "postgres", String.valueOf(e.getMessage()), "see " + files.log(Endpoint.POSTGRES.label())));
        }
    }

    private static Finding durable(PostgresProbe probe, String setting) throws SQLException {
        String value = probe.ask("show " + setting);
        return value.equals("on")
                ? Finding.ok("postgres " + setting, value)
                : Finding.fail(
                        "postgres " + setting, value, "alter system reset " + setting + "; a crash may lose messages");
    }

    private static Finding connections(PostgresProbe probe) throws SQLException {
        int used = Integer.parseInt(
                probe.ask("select count(*) from pg_stat_activity where backend_type = 'client backend'"));
        int limit = Integer.parseInt(probe.ask("show max_connections"));
        String detail = used + " of " + limit;
        return used * 10 < limit * 9
                ? Finding.ok("postgres connections", detail)
                : Finding.fail("postgres connections", detail, "close other clients of port " + probe.ask("show port"));
    }

    private List<Finding> kafka() {
        TopicCatalog catalog = TopicCatalog.packaged();
        try (Admin admin = EmbeddedKafka.admin(SuiteConfig.LOOPBACK + ":" + port(Endpoint.KAFKA))) {
            List<String> differences = new TopicReconciler(admin, 1).differences(catalog);
            return differences.isEmpty()
                    ? List.of(Finding.ok("kafka topics", catalog.topics().size() + " as listed"))
                    : differences.stream()
                            .map(line ->
                                    Finding.fail("kafka topics", line, "restart the suite, which corrects settings"))
                            .toList();
        } catch (TopicsException e) {
            return List.of(
                    Finding.fail("kafka", String.valueOf(e.getMessage()), "see " + files.log(Endpoint.KAFKA.label())));
        }
    }

    private Finding objectStore() {
        String complaint = SuiteExamination.objectStoreComplaint(port(Endpoint.OBJECT_STORE));
        return complaint.isEmpty()
                ? Finding.ok(Endpoint.OBJECT_STORE.label(), "answers; ./bitchat doctor s3 examines it")
                : Finding.fail(
                        Endpoint.OBJECT_STORE.label(), complaint, "see " + files.log(Endpoint.OBJECT_STORE.label()));
    }

    private Finding service(Endpoint endpoint) {
        HttpProbe.Answer answer = HttpProbe.get(state.healthOf(endpoint));
        String complaint = ReadinessReport.complaint(answer);
        if (complaint.isEmpty()) {
            return Finding.ok(endpoint.label(), "ready: " + String.join(", ", ReadinessReport.checks(answer.body())));
        }
        String advice = ReadinessReport.advice(answer.body());
        return Finding.fail(
                endpoint.label(), complaint, advice.isEmpty() ? "see " + files.log(endpoint.label()) : advice);
    }

    private Finding chunkStore() {
        return ChunkStoreFinding.of(
                HttpProbe.get(state.healthOf(Endpoint.FILE_SERVICE)).body());
    }

    private int port(Endpoint endpoint) {
        return state.ports().getOrDefault(endpoint.label(), endpoint.defaultPort());
    }
}
