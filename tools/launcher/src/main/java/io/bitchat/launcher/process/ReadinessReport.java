package io.bitchat.launcher.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Parses the answer of {@code /q/health/ready}. */
public final class ReadinessReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ReadinessReport() {}

    /** Empty if ready; otherwise the checks that are down, with their data. */
    public static String complaint(HttpProbe.Answer answer) {
        if (answer.status() == HttpProbe.OK) {
            return "";
        }
        if (answer.status() == 0) {
            return "does not answer: " + answer.body();
        }
        List<String> down = down(answer.body());
        return down.isEmpty() ? "answers " + answer.status() : "is not ready: " + String.join("; ", down);
    }

    /** The names of all checks with their status. */
    public static List<String> checks(String body) {
        List<String> all = new ArrayList<>();
        parse(body)
                .path("checks")
                .forEach(check -> all.add(
                        check.path("name").asText() + " " + check.path("status").asText()));
        return all;
    }

    /** What to do about the checks that are down, as they say it themselves; empty if none says. */
    public static String advice(String body) {
        List<String> advice = new ArrayList<>();
        for (JsonNode check : parse(body).path("checks")) {
            String text = check.path("data").path("advice").asText();
            if (!isUp(check) && !text.isEmpty()) advice.add(text);
        }
        return String.join("; ", advice);
    }

    /** The values that a check reports about itself; missing if there is no such check. */
    public static JsonNode data(String body, String name) {
        for (JsonNode check : parse(body).path("checks")) {
            if (name.equals(check.path("name").asText())) return check.path("data");
        }
        return MissingNode.getInstance();
    }

    private static boolean isUp(JsonNode check) {
        return "UP".equals(check.path("status").asText());
    }

    /** The names of the checks that pass, or of those that fail. */
    static Set<String> names(String body, boolean passing) {
        Set<String> names = new TreeSet<>();
        for (JsonNode check : parse(body).path("checks")) {
            if (isUp(check) == passing) {
                names.add(check.path("name").asText());
            }
        }
        return names;
    }

    private static List<String> down(String body) {
        List<String> down = new ArrayList<>();
        for (JsonNode check : parse(body).path("checks")) {
            if (!isUp(check)) {
                JsonNode data = check.path("data");
                down.add(check.path("name").asText() + (data.isMissingNode() ? "" : " " + data));
            }
        }
        return down;
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException _) {
            return JSON.createObjectNode();
        }
    }
}
