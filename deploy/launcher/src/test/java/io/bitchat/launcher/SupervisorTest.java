package io.bitchat.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SupervisorTest {
    @TempDir
    private Path folder;

    private final List<String> reasons = Collections.synchronizedList(new ArrayList<>());
    private final List<String> events = Collections.synchronizedList(new ArrayList<>());

    @Test
    void givesUpAPartThatDiesAgainAndAgainAndSaysWhy() throws Exception {
        Supervisor supervisor = supervise(List.of(
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
        Part first = shell(Endpoint.KAFKA, "echo up; sleep 60", output -> output.anyStartsWith("up"));
        Part second = shell(Endpoint.GATEWAY, "sleep 60", _ -> true);
        Supervisor supervisor = supervise(List.of(List.of(first), List.of(second)));

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

    /** The others have the database, so that it is not the database that is away. */
    @Test
    void restartsAPartThatLivesAndIsNotReadyForLong() throws Exception {
        var down = new Health("is not ready: database", Set.of("kafka"), Set.of("database"));
        var up = new Health("", Set.of("kafka", "database"), Set.of());
        var lives = new AtomicInteger();
        Part stuck = shell(
                Endpoint.GROUP_SERVICE,
                "sleep 60",
                _ -> lives.incrementAndGet() > 0,
                () -> lives.get() > 1 ? up : down);
        Part fine = shell(Endpoint.PEER_SERVICE, "sleep 60", _ -> true, () -> up);
        Supervisor supervisor = supervise(List.of(List.of(fine, stuck)));

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
        Supervisor supervisor = supervise(List.of(List.of(shell(Endpoint.KAFKA, "sleep 60", _ -> false))));
        Thread starting = Thread.ofPlatform().daemon().start(supervisor::start);
        while (!events.contains("starting kafka")) {
            Thread.onSpinWait();
        }

        supervisor.stop();

        assertThat(events).doesNotContain("died kafka");
        starting.interrupt();
    }

    private Supervisor supervise(List<List<Part>> stages) throws Exception {
        var files = new SuiteFiles(folder);
        Files.createDirectories(files.logs());
        return new Supervisor(
                stages,
                files,
                new Recorder(),
                () -> new RestartPolicy(new Random(1), Duration.ofMillis(1)),
                _ -> {},
                Duration.ofSeconds(2));
    }

    private static Part shell(Endpoint endpoint, String script, Readiness readiness) {
        return shell(endpoint, script, readiness, () -> Health.READY);
    }

    private static Part shell(Endpoint endpoint, String script, Readiness readiness, Supplier<Health> health) {
        return new Part(
                endpoint,
                List.of("sh", "-c", "exec 2>&1; " + script),
                Map.of(),
                () -> {},
                readiness,
                health,
                Part.StopSignal.TERM);
    }

    private final class Recorder implements SuiteEvents {
        @Override
        public void starting(Part part) {
            events.add("starting " + part.name());
        }

        @Override
        public void ready(Part part, Duration elapsed) {
            events.add("ready " + part.name());
        }

        @Override
        public void died(Part part, Diagnosis why, Duration pause, String attempt) {
            events.add("died " + part.name());
            reasons.add(why.cause());
        }

        @Override
        public void stopping(Part part) {
            events.add("stopping " + part.name());
        }

        @Override
        public void stopped(Part part, Duration elapsed) {
            events.add("stopped " + part.name());
        }
    }
}
