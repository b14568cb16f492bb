package io.bitchat.edge.api;

/** What people call a source of configuration. */
final class SourceNames {
    private SourceNames() {}

    /** @param source name that the configuration gives it, such as {@code SysPropConfigSource} */
    static String plain(String source) {
        if (source.startsWith("SysProp")) return "system property";
        if (source.startsWith("Env") || source.startsWith("io.bitchat.kit.config")) return "environment";
        int bracket = source.indexOf("source=");
        return bracket < 0 ? source : "file " + source.substring(bracket + 7).replaceAll("[\\])].*", "");
    }
}
