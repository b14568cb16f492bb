package io.bitchat.launcher.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.launcher.process.Diagnosis;
import io.bitchat.launcher.process.Health;
import io.bitchat.launcher.process.ProcessSpec;
import io.bitchat.launcher.process.Readiness;
import io.bitchat.launcher.process.RestartPolicy;
import io.bitchat.launcher.progress.SuiteEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SuiteSupervisorTest {
    @TempDir
    private Path folder;

    private final List<String> reasons = Collections.synchronizedList(new ArrayList<>());
    private final List<String> events = Collections.synchronizedList(new ArrayList<>());

    @Test
    void givesUpAPartThatDiesAgainAndAgainAndSaysWhy() throws Exception {
        SuiteSupervisor supervisor = supervise(List.of(
                List.of(shell(Endpoint.PEER_SERVICE, "echo 'ERROR No space left on device'; exit 7", _ -> false))));

        assertThat(supervisor.start()).isFalse();

        assertThat(supervisor.awaitFailure())
                .contains("peer-service ended with code 7: ERROR No space left on device")
                .contains("after 5 of 5 restarts; free disk space");
        assertThat(events).filteredOn("died peer-service"::equals).hasSize(RestartPolicy.MAX);
        supervisor.stop();
    }

    @Test
    void startsTheNextStageOnlyWhenTheFirstIsReadyAndStopsInReverse() throws Exception {
        ProcessSpec first = shell(Endpoint.KAFKA, "echo up; sleep 60", output -> output.anyStartsWith("up"));
        ProcessSpec second = shell(Endpoint.GATEWAY, "sleep 60", _ -> true);
        SuiteSupervisor supervisor = supervise(List.of(List.of(first), List.of(second)));

        assertThat(supervisor.start()).isTrue();
        supervisor.stop();

        assertThat(events)
                .containsExactly(
                        "starting kafka",
                        "ready kafka",
                        "starting gateway",
                        "ready gateway",
                        "stopping gateway",
                        "stopped gateway",
                        "stopping kafka",
                        "stopped kafka");
    }

    /** The other processes report the database as up, so the database is not the cause. */
    @Test
    void restartsAPartThatLivesAndIsNotReadyForLong() throws Exception {
        var down = new Health("is not ready: database", Set.of("kafka"), Set.of("database"));
        var up = new Health("", Set.of("kafka", "database"), Set.of());
        var lives = new AtomicInteger();
        ProcessSpec stuck = shell(
                Endpoint.GROUP_SERVICE,
                "sleep 60",
                _ -> lives.incrementAndGet() > 0,
                () -> lives.get() > 1 ? up : down);
        ProcessSpec fine = shell(Endpoint.PEER_SERVICE, "sleep 60", _ -> true, () -> up);
        SuiteSupervisor supervisor = supervise(List.of(List.of(fine, stuck)));

        assertThat(supervisor.start()).isTrue();
        while (lives.get() < 2) {
            Thread.onSpinWait();
        }
        supervisor.stop();

        assertThat(events).filteredOn(event -> event.startsWith("died")).containsExactly("died " + stuck.name());
        assertThat(reasons).containsExactly("was not ready for 2 s: is not ready: database");
    }

    @Test
    void stopsWhileAPartIsStillStarting() throws Exception {
        SuiteSupervisor supervisor = supervise(List.of(List.of(shell(Endpoint.KAFKA, "sleep 60", _ -> false))));
        Thread starting = Thread.ofPlatform().daemon().start(supervisor::start);
        while (!events.contains("starting kafka")) {
            Thread.onSpinWait();
        }

        supervisor.stop();

        assertThat(events).doesNotContain("died kafka");
        starting.interrupt();
    }

    @Test
    void aKillEndsWhatRunsAndBeginsNothing() throws Exception {
        ProcessSpec first = shell(Endpoint.KAFKA, "trap '' TERM; sleep 60", _ -> true);
        ProcessSpec second = shell(Endpoint.GATEWAY, "sleep 60", _ -> false);
        ProcessSpec third = shell(Endpoint.PEER_SERVICE, "sleep 60", _ -> true);
        SuiteSupervisor supervisor = supervise(List.of(List.of(first), List.of(second), List.of(third)));
        var started = CompletableFuture.supplyAsync(supervisor::start);
        while (!events.contains("starting gateway")) {
            Thread.onSpinWait();
        }

        supervisor.kill();

        assertThat(started.get(10, TimeUnit.SECONDS)).isFalse();
        supervisor.stop();
        assertThat(events).doesNotContain("starting peer-service").noneMatch(event -> event.startsWith("died"));
    }

    /** The settings of the user may name data of the suite that serves. */
    @Test
    void aProcessThatTrainsGetsNoSettings() {
        assertThat(List.of("BITCHAT_FILE_STORAGE", "QUARKUS_DATASOURCE_DB_KIND", "MP_MESSAGING_X", "SMALLRYE_CONFIG"))
                .allMatch(ProcessSpec.Purpose.TRAIN::hides)
                .noneMatch(ProcessSpec.Purpose.SERVE::hides);
        assertThat(List.of("PATH", "HOME", "LANG", "JAVA_HOME")).noneMatch(ProcessSpec.Purpose.TRAIN::hides);
    }

    private SuiteSupervisor supervise(List<List<ProcessSpec>> stages) throws Exception {
        var files = new SuiteFiles(folder);
        Files.createDirectories(files.logs());
        return new SuiteSupervisor(
                stages,
                files,
                new Recorder(),
                () -> new RestartPolicy(new Random(1), Duration.ofMillis(1)),
                _ -> {},
                Duration.ofSeconds(2));
    }

    private static ProcessSpec shell(Endpoint endpoint, String script, Readiness readiness) {
        return shell(endpoint, script, readiness, () -> Health.READY);
    }

    private static ProcessSpec shell(Endpoint endpoint, String script, Readiness readiness, Supplier<Health> health) {
        return new ProcessSpec(
                endpoint,
                List.of("sh", "-c", "exec 2>&1; " + script),
                Map.of(),
                () -> {},
                readiness,
                health,
                ProcessSpec.StopSignal.TERM,
                ProcessSpec.Purpose.SERVE);
    }

    private final class Recorder implements SuiteEvents {
        @Override
        public void starting(ProcessSpec spec) {
            events.add("starting " + spec.name());
        }

        @Override
        public void ready(ProcessSpec spec, Duration elapsed) {
            events.add("ready " + spec.name());
        }

        @Override
        public void died(ProcessSpec spec, Diagnosis why, Duration pause, String attempt) {
            events.add("died " + spec.name());
            reasons.add(why.cause());
        }

        @Override
        public void stopping(ProcessSpec spec) {
            events.add("stopping " + spec.name());
        }

        @Override
        public void stopped(ProcessSpec spec, Duration elapsed) {
            events.add("stopped " + spec.name());
        }
    }
}
