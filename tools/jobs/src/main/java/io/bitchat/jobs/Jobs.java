package io.bitchat.jobs;

import io.bitchat.backup.BackupTool;
import io.bitchat.jobs.acceptance.AcceptanceCommand;
import io.bitchat.jobs.probe.ProbeCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of the image {@code bitchat/tools}. */
@Command(
        name = "bitchat-tools",
        description = "Jobs of an installation: secrets, topics, acceptance, probe, backup.",
        mixinStandardHelpOptions = true,
        subcommands = {SecretsCommand.class, TopicsCommand.class, AcceptanceCommand.class, ProbeCommand.class})
public final class Jobs {
    private Jobs() {}

    public static void main(String[] args) {
        System.exit(BackupTool.addTo(new CommandLine(new Jobs()), System.out).execute(args));
    }
}
