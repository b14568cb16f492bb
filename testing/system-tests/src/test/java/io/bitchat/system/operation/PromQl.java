package io.bitchat.system.operation;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Takes the names of metrics out of expressions of Prometheus. */
public final class PromQl {
    /** What is neither a metric nor a function: texts, label matchers, ranges, lists of labels, variables. */
    private static final Pattern NOISE = Pattern.compile("\"[^\"]*\"|\\{[^}]*}|\\[[^]]*]|\\$\\w+"
            + "|\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)|\\boffset\\s+\\w+");

    private static final Pattern LABELS = Pattern.compile("label_values\\((.*), *\\w+\\)");
    private static final Pattern NAME = Pattern.compile("(?<![\\w.])[a-zA-Z_:][\\w:]*(?!\\w*\\s*\\()");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool");

    private PromQl() {}

    /** The metrics of an expression, or of a query of a dashboard's variable. */
    public static Set<String> metrics(String expression) {
        var query = LABELS.matcher(expression).replaceAll("$1");
        // braces in texts are quoted, so texts go first
        var bare = NOISE.matcher(query.replaceAll("\"[^\"]*\"", "")).replaceAll(" ");
        var names = new TreeSet<String>();
        var found = NAME.matcher(bare);
        while (found.find()) if (!WORDS.contains(found.group())) names.add(found.group());
        return names;
    }
}
