package io.bitchat.system.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.system.suite.RequiredSuite;
import io.bitchat.system.suite.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Under load no event loop blocks for 200 ms; the Vert.x checker would log it. It runs once a second. */
@RequiredSuite(RequiredSuite.Kind.OPEN)
class EventLoopTest {
    private static final int SECONDS = Boolean.getBoolean("bitchat.full") ? 30 : 5;

    private static final int WARM_UP = 6;
    /** Time limit for a busy machine to process some traffic of each kind. */
    private static final Duration ENOUGH = Duration.ofSeconds(60);

    private static final List<String> PROCESSES =
            List.of("gateway", "peer-service", "message-service", "group-gossip-service", "file-service");

    private final Suite suite = Suite.open();

    @Test
    void nothingBlocksAnEventLoop() throws IOException {
        try (var traffic = Traffic.start(suite);
                var others = new OtherTraffic(suite)) {
            traffic.forSeconds(WARM_UP); // the first requests load classes
            var before = complaints();
            int groups = others.groupMessages();
            int files = others.files();
            int messages = traffic.acknowledged();
            traffic.forSeconds(SECONDS);
            await().atMost(ENOUGH).untilAsserted(() -> {
                assertThat(traffic.acknowledged()).isGreaterThan(messages + 50);
                assertThat(others.groupMessages()).isGreaterThan(groups + 10);
                assertThat(others.files()).isGreaterThan(files);
            });
            traffic.stop();
            others.close();
            assertThat(others.failures()).isEmpty();
            assertThat(complaints()).isEqualTo(before);
        }
    }

    /** Each process with event loops has the setting that makes Vert.x log blocked ones. */
    @Test
    void everyProcessWouldSaySo() throws IOException {
        assumeThat(Path.of("/proc/self/environ")).exists();
        for (var process : PROCESSES) {
            var environment = Files.readString(Path.of("/proc", Long.toString(suite.pid(process)), "environ"));
            Suite.EVENT_LOOP_LIMITS.forEach(
                    (name, limit) -> assertThat(environment.contains('\0' + name + '=' + limit + '\0'))
                            .as("%s has %s=%s", process, name, limit)
                            .isTrue());
        }
    }

    private List<String> complaints() throws IOException {
        try (Stream<Path> logs = Files.list(suite.data().resolve("logs"))) {
            return logs.flatMap(EventLoopTest::lines)
                    .filter(line -> line.contains("BlockedThreadChecker"))
                    .toList();
        }
    }

    private static Stream<String> lines(Path log) {
        try {
            return Files.readAllLines(log).stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
