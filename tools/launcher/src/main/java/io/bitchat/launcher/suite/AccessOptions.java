package io.bitchat.launcher.suite;

import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/**
 * Flags for the host names and web origins that the API gateway accepts; the gateway reads them as environment
 * variables.
 */
final class AccessOptions {
    @Option(
            names = "--hosts",
            paramLabel = "NAMES",
            description = "names of this suite besides localhost, comma-separated, or * for any; BITCHAT_HOSTS"
                    + " [none, with --auth required any]")
    private String hosts = "";

    @Option(
            names = "--origins",
            paramLabel = "ORIGINS",
            description = "web pages that may call the API besides those of this machine, such as"
                    + " https://chat.example; BITCHAT_CORS_ORIGINS [none]")
    private String origins = "";

    /** The variables of the flags given; the gateway inherits all others. */
    Map<String, String> environment() {
        Map<String, String> given = new HashMap<>();
        if (!hosts.isBlank()) given.put("BITCHAT_HOSTS", hosts);
        if (!origins.isBlank()) given.put("BITCHAT_CORS_ORIGINS", origins);
        return given;
    }
}
