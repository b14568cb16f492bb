package io.bitchat.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);

    private String text() {
        return shown.toString(StandardCharsets.UTF_8);
    }

    @Test
    void withoutATerminalThereIsALineForEachTenth() {
        var bar = new ProgressBar(out, false, "film.mkv", 1_000, 0);
        for (int i = 0; i < 100; i++) bar.moved(10);
        bar.end();

        assertThat(text().lines()).hasSize(11).allMatch(line -> line.startsWith("film.mkv  "));
        assertThat(text()).contains(" 50.0 %").contains("100.0 %").doesNotContain("\033");
    }

    @Test
    void onATerminalOneLineChangesInPlace() {
        var bar = new ProgressBar(out, true, "film.mkv", 4_000_000, 1_000_000);
        bar.moved(1_000_000);
        bar.end();

        assertThat(text())
                .contains("████████████░░░░░░░░░░░░")
                .contains("50.0 %")
                .contains("2.0 MB of 4.0 MB");
        assertThat(text().chars().filter(letter -> letter == '\n')).hasSize(1);
    }

    /** A chunk that the store lost is sent twice. */
    @Test
    void whatIsMovedTwiceMakesNoMoreThanAll() {
        var bar = new ProgressBar(out, false, "film.mkv", 1_000, 0);
        bar.moved(1_000);
        bar.moved(500);

        assertThat(text()).contains("100.0 %  1.0 kB of 1.0 kB").doesNotContain("150.0 %");
    }

    @Test
    void whatIsWaitedForIsSaidAtOnce() {
        var bar = new ProgressBar(out, true, "film.mkv", 4_000_000, 0);
        bar.say("waiting for the site");

        assertThat(text()).contains("waiting for the site");
    }
}
