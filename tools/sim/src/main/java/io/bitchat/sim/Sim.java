package io.bitchat.sim;

import io.bitchat.sim.gossip.GossipCommand;
import io.bitchat.sim.lan.LanCommand;
import io.bitchat.sim.sockets.SocketsCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./bitchat sim}: many nodes of the real protocols in one process. */
@Command(
        name = "sim",
        description = "Runs many nodes of the real protocols in one process.",
        mixinStandardHelpOptions = true,
        subcommands = {GossipCommand.class, LanCommand.class, SocketsCommand.class})
final class Sim {
    private Sim() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Sim())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args));
    }
}
