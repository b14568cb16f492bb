package io.bitchat.system.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bitchat.system.access.PermissionTable.Cell;
import io.bitchat.system.api.ApiRequests;
import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.RequiredSuite;
import io.bitchat.system.suite.SeededRandom;
import io.bitchat.system.suite.Suite;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Every route for every caller: answers match docs/permissions.md, and refused requests change nothing. */
@RequiredSuite(RequiredSuite.Kind.REQUIRED)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PermissionMatrixTest {
    /** Share of the cells that are tested again during faults. */
    private static final double SAMPLE = Boolean.getBoolean("bitchat.full") ? 1 : 0.25;

    private final Suite suite = Suite.required();
    private final JsonNode document = new Client(suite.url()).get("/openapi").body();
    private final PermissionTable table = PermissionTable.ofRoutes();
    private final Random random = SeededRandom.of("permissions");
    // created together, so that their tokens expire together
    private final PermissionWorld refused = new PermissionWorld(suite);
    private final PermissionWorld granted = new PermissionWorld(suite);
    private final PermissionWorld refusedLater = new PermissionWorld(suite);
    private final PermissionWorld grantedLater = new PermissionWorld(suite);

    @Test
    void everyRouteHasARowAndEveryRowARoute() {
        assertThat(table.rows())
                .as("docs/permissions.md has to say for each route what each caller is answered")
                .isEqualTo(new TreeSet<>(ApiRequests.routesOf(document)));
    }

    @Test
    void everybodyIsAnsweredAsTheTableSays() {
        var refusals = new PermissionRound(refused, document);
        var grants = new PermissionRound(granted, document);
        var before = refused.state();

        refusals().stream().filter(cell -> cell.who() != Who.EXPIRED).forEach(refusals::ask);
        grants().forEach(grants::ask);
        refused.awaitExpiry();
        refusals().stream().filter(cell -> cell.who() == Who.EXPIRED).forEach(refusals::ask);

        assertAsWritten(refusals);
        assertAsWritten(grants);
        assertThat(refused.state()).as("what the refused have changed").isEqualTo(before);
    }

    @Test
    void nobodyIsGrantedMoreWhileFaultsRun() {
        var refusals = new PermissionRound(refusedLater, document).whileFaultsRun();
        var grants = new PermissionRound(grantedLater, document).whileFaultsRun();
        var before = refusedLater.state();
        refusedLater.awaitExpiry();
        grantedLater.awaitExpiry();

        try (var faults = new PermissionFaults(suite)) {
            faults.during(questions(
                    shuffled(sample(refusals())), sample(grants()), cell -> (cell.isGranted() ? grants : refusals)
                            .ask(cell, random.nextInt(100))));
        }

        assertAsWritten(refusals);
        assertAsWritten(grants);
        assertThat(refusedLater.state()).as("what the refused have changed").isEqualTo(before);
    }

    private static void assertAsWritten(PermissionRound round) {
        assertThat(round.wrong())
                .as("answers that docs/permissions.md does not give; all were:%n%s", round.lines())
                .isEmpty();
    }

    /** Merges both lists evenly; each keeps its order. */
    private static List<Runnable> questions(List<Cell> some, List<Cell> others, Consumer<Cell> ask) {
        var places = new TreeMap<Double, Runnable>();
        for (int i = 0; i < some.size(); i++) place(places, (double) i / some.size(), some.get(i), ask);
        for (int i = 0; i < others.size(); i++) place(places, (i + 0.5) / others.size(), others.get(i), ask);
        return List.copyOf(places.values());
    }

    private static void place(TreeMap<Double, Runnable> places, double place, Cell cell, Consumer<Cell> ask) {
        var free = place;
        while (places.containsKey(free)) free = Math.nextUp(free);
        places.put(free, () -> ask.accept(cell));
    }

    private List<Cell> shuffled(List<Cell> cells) {
        var shuffled = new ArrayList<>(cells);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    private List<Cell> refusals() {
        return table.cells().stream().filter(cell -> !cell.isGranted()).toList();
    }

    /** Requests that delete or revoke something come last. */
    private List<Cell> grants() {
        return table.cells().stream()
                .filter(Cell::isGranted)
                .sorted(Comparator.comparing(PermissionMatrixTest::end)
                        .thenComparing(cell -> -cell.row().length()))
                .toList();
    }

    private static int end(Cell cell) {
        return switch (cell.row()) {
            case "DELETE /peers/{peerId}" -> 4;
            case "POST /auth/revoke" -> 3;
            case "DELETE /groups/{groupId}" -> 2;
            // the new member can see the group afterwards
            case "POST /groups/{groupId}/members" -> 1;
            default -> cell.row().startsWith("DELETE ") ? 1 : 0;
        };
    }

    /** A random sample in the original order. */
    private List<Cell> sample(List<Cell> cells) {
        var places = new ArrayList<Integer>();
        for (int i = 0; i < cells.size(); i++) places.add(i);
        Collections.shuffle(places, random);
        return places.subList(0, (int) Math.ceil(places.size() * SAMPLE)).stream()
                .sorted()
                .map(cells::get)
                .toList();
    }
}
