package io.bitchat.system.access;

import io.bitchat.system.suite.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The tables of docs/permissions.md: the status that each caller gets. The tests run what the page says. */
final class PermissionTable {
    private static final String ROUTES = "Route";
    private static final String FRAMES = "Frame";

    private final Map<String, Map<Who, String>> rows;

    private PermissionTable(Map<String, Map<Who, String>> rows) {
        this.rows = rows;
    }

    /**
     * A cell of the table.
     *
     * @param expected allowed statuses, separated by spaces
     */
    record Cell(String row, Who who, String expected) {
        boolean allows(int status) {
            return List.of(expected.split(" ")).contains(Integer.toString(status));
        }

        /** Whether the request may succeed. */
        boolean isGranted() {
            return expected.startsWith("2") || expected.startsWith("101");
        }

        @Override
        public String toString() {
            return row + " | " + who.column() + " | " + expected;
        }
    }

    /** The table of routes. */
    static PermissionTable ofRoutes() {
        return new PermissionTable(read(page(), ROUTES));
    }

    /** The table of socket frames. */
    static PermissionTable ofFrames() {
        return new PermissionTable(read(page(), FRAMES));
    }

    TreeSet<String> rows() {
        return new TreeSet<>(rows.keySet());
    }

    List<Cell> cells() {
        var cells = new ArrayList<Cell>();
        rows.forEach((row, statuses) -> statuses.forEach((who, expected) -> cells.add(new Cell(row, who, expected))));
        return cells;
    }

    private static Path page() {
        return Suite.root().resolve("docs/permissions.md");
    }

    /** Reads the table whose first column has this header. */
    private static Map<String, Map<Who, String>> read(Path page, String head) {
        try (var lines = Files.lines(page)) {
            var table = lines.dropWhile(line -> !line.startsWith("| " + head + " "))
                    .takeWhile(line -> line.startsWith("|"))
                    .map(PermissionTable::columns)
                    .toList();
            if (table.isEmpty()) throw new AssertionError("no table of '" + head + "' in " + page);
            var callers = table.getFirst().subList(1, table.getFirst().size()).stream()
                    .map(Who::of)
                    .toList();
            var rows = new LinkedHashMap<String, Map<Who, String>>();
            table.stream().skip(2).forEach(columns -> rows.put(columns.getFirst(), row(callers, columns)));
            return rows;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Map<Who, String> row(List<Who> callers, List<String> columns) {
        if (columns.size() != callers.size() + 1) throw new AssertionError("cells are missing: " + columns);
        var row = new EnumMap<Who, String>(Who.class);
        for (int i = 0; i < callers.size(); i++) row.put(callers.get(i), columns.get(i + 1));
        return row;
    }

    private static List<String> columns(String line) {
        return Stream.of(line.substring(1).split("\\|"))
                .map(text -> text.strip().replace("`", ""))
                .toList();
    }

    /** A row in the format of the page. */
    static String line(String row, Map<Who, String> statuses) {
        var cells = Arrays.stream(Who.values()).map(who -> statuses.getOrDefault(who, "?"));
        return "| `" + row + "` | " + String.join(" | ", cells.toList()) + " |";
    }
}
