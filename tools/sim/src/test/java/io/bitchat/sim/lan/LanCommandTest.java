package io.bitchat.sim.lan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class LanCommandTest {
    private final PrintStream console = System.out;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @AfterEach
    void giveTheConsoleBack() {
        System.setOut(console);
    }

    @Test
    void printsTheTable() {
        int code = run("--nodes", "4", "--seconds", "3", "--loss", "0", "--seed", "7");

        assertThat(code).isZero();
        assertThat(printed())
                .contains("4 nodes, all in reach", "seed 7", "discovery of a peer", "nodes with another order");
    }

    @Test
    void oneLineForPrograms() {
        int code = run("--nodes", "3", "--seconds", "3", "--chain", "--duplicate", "--seed", "7", "--json");

        assertThat(code).isZero();
        assertThat(printed().strip().lines()).hasSize(1);
        assertThat(printed())
                .startsWith("{\"seed\":7,\"met\":true,")
                .contains("\"discovery_p95_ms\":", "\"other_order\":0");
    }

    /** All beacons but a few are lost, so that nobody is found in time. */
    @Test
    void saysByItsCodeThatSomethingWasMissed() {
        assertThat(run("--nodes", "6", "--seconds", "1", "--loss", "97", "--seed", "7"))
                .isEqualTo(1);
        assertThat(printed()).contains("MISSED");
    }

    @Test
    void wrongNumbersAreExplained() {
        assertThat(run("--loss", "100")).isEqualTo(2);
        assertThat(run("--nodes", "1")).isEqualTo(2);
        assertThat(run("--partition", "--chain")).isEqualTo(2);
    }

    private int run(String... args) {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        return new CommandLine(new LanCommand()).execute(args);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
