package io.bitchat.system.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.system.suite.Suite;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whoever is woken by an alert finds out what to do. Needs no suite. */
class AlertRunbookTest {
    private static final String PAGE = "docs/operations.md#";

    @Test
    void everyAlertSaysWhatHappenedAndNamesASectionOfTheRunbook() throws Exception {
        var sections = Files.readAllLines(Suite.root().resolve("docs/operations.md")).stream()
                .filter(line -> line.startsWith("### "))
                .map(line -> line.substring(4).toLowerCase(Locale.ROOT).replace(' ', '-'))
                .collect(Collectors.toSet());

        assertThat(Monitoring.alerts()).hasSizeGreaterThan(15).allSatisfy(alert -> {
            assertThat(alert.at("/annotations/summary").asText()).isNotBlank();
            assertThat(alert.at("/annotations/description").asText()).endsWith(".");
            assertThat(alert.at("/labels/severity").asText()).isIn("critical", "warning");
            var runbook = alert.at("/annotations/runbook_url").asText();
            assertThat(runbook).startsWith(PAGE);
            assertThat(sections).contains(runbook.substring(PAGE.length()));
        });
    }

    @Test
    void namesAreTakenFromExpressions() {
        assertThat(PromQl.metrics(
                        "sum by (job, le) (rate(a_total{x=~\"b{2}|c\", y=\"d\"}[5m])) / on (job) b_seconds > 0.5e3"
                                + " and max_over_time((c:d)[10m:1m]) or e offset 5m unless count(f) without (g)"))
                .isEqualTo(Set.of("a_total", "b_seconds", "c:d", "e", "f"));
        assertThat(PromQl.metrics("label_values(up{job=~\".*-service\"}, job)")).isEqualTo(Set.of("up"));
    }
}
