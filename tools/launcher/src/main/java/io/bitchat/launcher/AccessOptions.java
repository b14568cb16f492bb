package io.bitchat.launcher;

import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Flags that say by which names and to which web pages the API gateway answers; it reads the variables. */
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

    /** What was given; the gateway inherits the rest. */
    Map<String, String> environment() {
        Map<String, String> given = new HashMap<>();
        if (!hosts.isBlank()) given.put("BITCHAT_HOSTS", hosts);
        if (!origins.isBlank()) given.put("BITCHAT_CORS_ORIGINS", origins);
        return given;
    }
}
