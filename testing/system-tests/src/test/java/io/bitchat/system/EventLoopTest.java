package io.bitchat.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Under load no event loop is held up for 200 ms: Vert.x looks every second and would say so in the log. */
@RequiredSuite(RequiredSuite.Kind.OPEN)
class EventLoopTest {
    private static final int SECONDS = Boolean.getBoolean("bitchat.full") ? 30 : 5;

    private static final int WARM_UP = 6;

    private final Suite suite = Suite.open();

    @Test
    void nothingBlocksAnEventLoop() throws IOException {
        try (var traffic = Traffic.start(suite)) {
            traffic.forSeconds(WARM_UP); // the first requests load classes
            var before = complaints();
            traffic.forSeconds(SECONDS);
            traffic.stop();
            assertThat(traffic.acknowledged()).isGreaterThan(50);
            assertThat(complaints()).isEqualTo(before);
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
