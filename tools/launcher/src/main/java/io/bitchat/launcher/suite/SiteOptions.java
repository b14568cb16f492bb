package io.bitchat.launcher.suite;

import java.util.Map;
import picocli.CommandLine.Option;

/**
 * Flags that make this suite one of several that share groups; group-gossip-service reads them as environment
 * variables.
 */
final class SiteOptions {
    @Option(
            names = "--site-name",
            paramLabel = "NAME",
            defaultValue = "${env:BITCHAT_SITE_NAME:-local}",
            description = "what other installations call this one; BITCHAT_SITE_NAME [local]")
    private String name = "local";

    @Option(
            names = "--site-listen",
            paramLabel = "HOST:PORT",
            defaultValue = "${env:BITCHAT_SITE_LISTEN:-}",
            description = "where other installations reach this one; BITCHAT_SITE_LISTEN [nowhere]")
    private String listen = "";

    @Option(
            names = "--site-peers",
            paramLabel = "SITES",
            defaultValue = "${env:BITCHAT_SITE_PEERS:-}",
            description =
                    "other installations, each name=host:port/identity, comma-separated; BITCHAT_SITE_PEERS [none]")
    private String peers = "";

    Map<String, String> environment() {
        return Map.of("BITCHAT_SITE_NAME", name, "BITCHAT_SITE_LISTEN", listen, "BITCHAT_SITE_PEERS", peers);
    }
}
