package io.bitchat.launcher.suite;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Where the LAN mesh of the suite's own node lives. */
public final class LanOptions {
    @Option(
            names = "--lan",
            description = "let the LAN mesh use every interface that can multicast; else it stays on this machine")
    private boolean lan;

    @Option(
            names = "--interface",
            paramLabel = "NAME",
            description = "let the LAN mesh use this interface; may be given several times")
    private List<String> interfaces = List.of();

    /** Variables of transport-gateway; empty if nothing was chosen. */
    Map<String, String> environment() {
        if (!interfaces.isEmpty()) return Map.of("BITCHAT_EDGE_INTERFACES", String.join(",", interfaces));
        return lan ? Map.of("BITCHAT_EDGE_INTERFACES", "all") : Map.of();
    }
}
