package io.bitchat.bench.groups;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.bench.suite.FakeSuite;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class GroupsCommandTest {
    private static final String OPEN = "100 members, 100 sockets, 20 sends/s";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();
    private FakeSuite suite;

    @BeforeEach
    void start() {
        suite = new FakeSuite();
    }

    @AfterEach
    void stop() {
        suite.close();
    }

    @Test
    void measuresAHealthySuite() {
        assertThat(bench("--only", "a,b,c,d")).as(this::said).isIn(0, 1);

        assertThat(figure("make a group, p95")).isPositive();
        assertThat(figure("group send, HTTP p95")).isPositive();
        assertThat(figure(OPEN + ", to the last socket p95")).isPositive();
        assertThat(figure("closed loop, 100 members, deliveries")).isPositive();
        assertThat(figure("1,000 members, 200 sockets, 5 sends/s, to the last socket p95"))
                .isPositive();
        for (var phase : List.of(OPEN, "closed loop")) {
            assertThat(figure(phase + " lost") + figure(phase + " duplicates") + figure(phase + " out of order"))
                    .isZero();
        }
        assertThat(suite.acks).isPositive();
    }

    @Test
    void whatIsLostOrRepeatedIsCountedAndMissesWhatMustBeReached() {
        suite.groups.loseAt = 7;
        suite.groups.repeatAt = 9;

        assertThat(bench("--only", "b")).as(this::said).isEqualTo(1);

        assertThat(figure(OPEN + " lost")).isEqualTo(100);
        assertThat(figure(OPEN + " duplicates")).isEqualTo(100);
        assertThat(figure(OPEN + " out of order")).isEqualTo(100);
    }

    /**
     * Messages of a group of an earlier phase that a member had not acknowledged arrive again, with that group's
     * sequence numbers.
     */
    @Test
    void whatAnotherGroupStillHadToSayIsNotCounted() {
        suite.groups.otherGroupAt = 7;

        assertThat(bench("--only", "b")).as(this::said).isIn(0, 1);

        assertThat(figure(OPEN + " lost") + figure(OPEN + " duplicates") + figure(OPEN + " out of order"))
                .isZero();
    }

    @Test
    void onlyFramesOfGroupsAreRead() {
        assertThat(GroupFrameText.of("{\"type\":\"message\",\"data\":{\"message_id\":\"m\",\"sequence\":4}}"))
                .isNull();
        assertThat(GroupFrameText.of("{\"type\":\"pong\"}")).isNull();
        assertThat(
                        GroupFrameText.of(
                                "{\"type\":\"group_message\",\"data\":{\"message_id\":\"m\",\"group_id\":\"g\",\"sequence\":12}}"))
                .isEqualTo(new GroupFrameText("g", "m", 12));
    }

    private int bench(String... options) {
        var arguments = new ArrayList<>(List.of(
                "--url", suite.url(), "--seconds", "1", "--warmup", "0", "--settle", "0", "--drain", "1", "--json"));
        arguments.addAll(List.of(options));
        return new CommandLine(new GroupsCommand(stream(out), stream(progress)))
                .execute(arguments.toArray(String[]::new));
    }

    private double figure(String name) {
        return new JsonObject(out.toString(StandardCharsets.UTF_8))
                .getJsonArray("figures").stream()
                        .map(JsonObject.class::cast)
                        .filter(figure -> figure.getString("figure").equals(name))
                        .mapToDouble(figure -> figure.getDouble("measured"))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no figure " + name + " in " + out));
    }

    private String said() {
        return progress.toString(StandardCharsets.UTF_8);
    }

    private static PrintStream stream(ByteArrayOutputStream into) {
        return new PrintStream(into, true, StandardCharsets.UTF_8);
    }
}
