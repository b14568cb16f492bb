package io.bitchat.system.sources;

import io.bitchat.system.sources.ConfigurationSources.Choice;
import io.bitchat.system.sources.ConfigurationSources.Group;
import io.bitchat.system.sources.ConfigurationSources.Setting;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code docs/configuration.md}: a hand-written part, and below a marker the part generated from the sources. */
final class ConfigurationPage {
    private static final String MARKER =
            "<!-- From here on made by ConfigurationPageTest; the part above is kept. -->\n";
    /** A value that consists of a variable with a default. */
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{[A-Z0-9_]+:([^{}]*)}");

    private static final Pattern INLINE_TAG = Pattern.compile("\\{@\\w+ ([^}]*)}");
    private static final Pattern OPTIONAL = Pattern.compile("Optional<(.+)>");
    private static final Pattern LIST = Pattern.compile("List<.+>");
    private static final String NONE = "none";
    private static final Map<String, String> TYPES = Map.of(
            "int", "number",
            "long", "number",
            "double", "number",
            "boolean", "`true` or `false`",
            "Duration", "duration",
            "Path", "file",
            "URI", "URL",
            "String", "text");

    private ConfigurationPage() {}

    /** The hand-written part of a page. */
    static String head(String page) {
        int marker = page.indexOf(MARKER);
        if (marker < 0) throw new IllegalStateException("the page has lost its line: " + MARKER.strip());
        return page.substring(0, marker);
    }

    /** The whole page. */
    static String of(String head, List<Group> groups) {
        return groups.stream()
                .map(ConfigurationPage::section)
                .collect(Collectors.joining("\n", head + MARKER + '\n', ""));
    }

    /** The environment variable of a property: {@code bitchat.auth.mode} is {@code BITCHAT_AUTH_MODE}. */
    static String environment(String property) {
        return property.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
    }

    private static String section(Group group) {
        var text = new StringBuilder();
        text.append("## `").append(group.prefix()).append("`\n\n");
        text.append(prose(group.text()))
                .append(" Read by ")
                .append(readers(group))
                .append(".\n\n");
        text.append("| Property, environment | Values | Default | Meaning |\n| --- | --- | --- | --- |\n");
        for (var setting : group.settings()) text.append(row(group, setting));
        group.choices().values().forEach(choices -> text.append('\n').append(list(choices)));
        return text.toString();
    }

    private static String readers(Group group) {
        return group.module().startsWith("libs/") ? "each service" : group.module();
    }

    private static String row(Group group, Setting setting) {
        return "| `%s`<br>`%s` | %s | %s | %s |\n"
                .formatted(
                        setting.name(),
                        environment(setting.name()),
                        cell(values(group, setting)),
                        setting.standard().map(ConfigurationPage::standard).orElseGet(() -> without(setting)),
                        cell(prose(setting.text())));
    }

    private static String values(Group group, Setting setting) {
        var choices = group.choices().get(setting.type());
        if (choices != null) {
            return choices.stream().map(choice -> '`' + choice.name() + '`').collect(Collectors.joining(", "));
        }
        var optional = OPTIONAL.matcher(setting.type());
        var bare = optional.matches() ? optional.group(1) : setting.type();
        var list = LIST.matcher(bare);
        var type = list.matches() ? "list, comma-separated" : TYPES.getOrDefault(bare, '`' + bare + '`');
        var bounds = setting.constraints().entrySet().stream()
                .map(constraint -> bound(constraint.getKey(), constraint.getValue()))
                .collect(Collectors.joining(", "));
        return bounds.isEmpty() ? type : type + ", " + bounds;
    }

    private static String bound(String constraint, String argument) {
        return switch (constraint) {
            case "Positive" -> "at least 1";
            case "PositiveOrZero" -> "at least 0";
            case "Min" -> "at least " + argument;
            case "Max" -> "at most " + argument;
            default -> '`' + constraint + (argument.isEmpty() ? "" : '(' + argument + ')') + '`';
        };
    }

    private static String standard(String value) {
        var variable = VARIABLE.matcher(value);
        var standard = variable.matches() ? variable.group(1) : value;
        return standard.isEmpty() ? NONE : '`' + standard + '`';
    }

    private static String without(Setting setting) {
        return OPTIONAL.matcher(setting.type()).matches() ? NONE : "none: must be given";
    }

    private static String list(List<Choice> choices) {
        return choices.stream()
                .map(choice -> "- `" + choice.name() + "`: " + prose(choice.text()) + '\n')
                .collect(Collectors.joining());
    }

    /** Javadoc as one line of Markdown, with tags as code. */
    private static String prose(String documentation) {
        var summary = documentation.split("\n\\s*@", 2)[0];
        return INLINE_TAG
                .matcher(summary)
                .replaceAll("`$1`")
                .replaceAll("</?p>", "")
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
