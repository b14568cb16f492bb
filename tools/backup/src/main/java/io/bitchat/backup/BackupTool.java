package io.bitchat.backup;

import java.io.PrintStream;
import java.sql.SQLException;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The main class: {@code backup TARGET}, {@code restore SOURCE}. */
@Command(
        name = "./bitchat",
        mixinStandardHelpOptions = true,
        description = "Saves an installation, and restores it.",
        synopsisSubcommandLabel = "COMMAND")
public final class BackupTool {
    /** A strong reference, because the level is lost when the logger is garbage-collected. */
    private static final Logger LIBRARIES = Logger.getLogger("");

    private BackupTool() {}

    /** Ends with 0 for success, 1 for failure, 2 for wrong usage. */
    public static void main(String... args) {
        LIBRARIES.setLevel(Level.OFF);
        System.exit(commandLine(System.out).execute(args));
    }

    static CommandLine commandLine(PrintStream out) {
        return addTo(new CommandLine(new BackupTool()), out);
    }

    /** Adds both commands to a program. */
    public static CommandLine addTo(CommandLine program, PrintStream out) {
        return program.addSubcommand(new BackupCommand(out))
                .addSubcommand(new RestoreCommand(out))
                .setExecutionExceptionHandler(BackupTool::explain);
    }

    /** One line for an expected failure; anything else is a bug and prints its stack trace. */
    private static int explain(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        switch (e) {
            case BackupException expected -> command.getErr().println("bitchat: " + expected.getMessage());
            case SQLException database -> command.getErr().println("bitchat: database: " + database.getMessage());
            default -> e.printStackTrace(command.getErr());
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
