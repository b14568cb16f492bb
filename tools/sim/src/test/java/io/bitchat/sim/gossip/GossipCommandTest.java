package io.bitchat.sim.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class GossipCommandTest {
    private final PrintStream console = System.out;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @AfterEach
    void giveTheConsoleBack() {
        System.setOut(console);
    }

    @Test
    void printsTheTableAndTheCurve() {
        int code = run("--nodes", "20", "--seconds", "5", "--warm-up", "3", "--seed", "7");

        assertThat(code).isBetween(0, 1);
        assertThat(printed()).contains("20 nodes", "seed 7", "duplicate payloads", "100 % │", "500 ms");
    }

    @Test
    void oneLineForPrograms() {
        run("--nodes", "20", "--seconds", "5", "--warm-up", "3", "--seed", "7", "--json");

        assertThat(printed().strip().lines()).hasSize(1);
        assertThat(printed())
                .startsWith("{\"seed\":7,\"met\":")
                .contains("\"to_last_p99_ms\":", "\"control_percent\":");
    }

    @Test
    void aSeedIsDrawnAndPrinted() {
        run("--nodes", "10", "--seconds", "2", "--warm-up", "2");

        assertThat(printed()).containsPattern("seed \\d+");
    }

    @Test
    void wrongNumbersAreExplained() {
        assertThat(run("--loss", "100")).isEqualTo(2);
        assertThat(run("--fanout", "0")).isEqualTo(2);
    }

    private int run(String... args) {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        return new CommandLine(new GossipCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
