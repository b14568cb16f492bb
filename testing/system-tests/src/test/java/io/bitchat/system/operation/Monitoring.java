package io.bitchat.system.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.bitchat.system.suite.Suite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The dashboards and alert rules of {@code deploy}. */
public final class Monitoring {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new YAMLMapper();
    private static final Path DEPLOY = Suite.root().resolve("deploy");

    private Monitoring() {}

    /** A query, and where it is. */
    public record Query(String place, String expression) {}

    public static List<JsonNode> dashboards() {
        try (var files = Files.newDirectoryStream(DEPLOY.resolve("dashboards"), "*.json")) {
            var boards = new ArrayList<JsonNode>();
            for (var file : files) boards.add(JSON.readTree(file.toFile()));
            return boards;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static List<JsonNode> alerts() {
        try {
            var groups = YAML.readTree(
                            DEPLOY.resolve("alerts/bitchat.rules.yaml").toFile())
                    .path("groups");
            var alerts = new ArrayList<JsonNode>();
            groups.forEach(group -> group.path("rules").forEach(alerts::add));
            return alerts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every expression of all panels, variables, annotations and alerts. */
    public static List<Query> queries() {
        var queries = new ArrayList<Query>();
        for (var board : dashboards()) {
            var title = board.path("title").asText();
            for (var panel : board.path("panels")) {
                var place = title + ", panel " + panel.path("title").asText();
                panel.path("targets")
                        .forEach(target ->
                                queries.add(new Query(place, target.path("expr").asText())));
            }
            board.at("/templating/list")
                    .forEach(variable -> add(queries, title + ", variable", variable.at("/query/query")));
            board.at("/annotations/list")
                    .forEach(annotation -> add(queries, title + ", annotation", annotation.path("expr")));
        }
        alerts().forEach(alert -> add(queries, "alert " + alert.path("alert").asText(), alert.path("expr")));
        return queries;
    }

    private static void add(List<Query> queries, String place, JsonNode expression) {
        if (expression.isTextual()) queries.add(new Query(place, expression.asText()));
    }
}
