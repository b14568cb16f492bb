package io.bitchat.launcher;

import io.bitchat.embedded.EmbeddedException;
import io.bitchat.launcher.doctor.DoctorCommand;
import io.bitchat.launcher.doctor.StatusCommand;
import io.bitchat.launcher.suite.SuiteException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The commands behind {@code ./bitchat}. */
@Command(
        name = "./bitchat",
        description = "Runs and examines the BitChat suite on this machine.",
        mixinStandardHelpOptions = true,
        subcommands = {UpCommand.class, StatusCommand.class, DoctorCommand.class})
public final class Launcher {
    /**
     * Root logger of the libraries. A strong reference, because the level is lost when the logger is garbage-collected.
     */
    private static final Logger LIBRARIES = Logger.getLogger("");

    private Launcher() {}

    /** Ends the JVM with the command's exit code: 0 for success, 1 for failure, 2 for wrong usage. */
    public static void main(String... args) {
        LIBRARIES.setLevel(Level.OFF);
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Launcher())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Launcher::explain)
                .setParameterExceptionHandler(Launcher::explainUsage);
    }

    /** The project folder, passed by the script. */
    static Path root() {
        return Path.of(System.getProperty("bitchat.root", System.getProperty("user.dir")));
    }

    /** Prints one line for an expected failure; anything else is a bug and prints its stack trace. */
    private static int explain(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        if (e instanceof SuiteException || e instanceof EmbeddedException) {
            command.getErr().println("bitchat: " + e.getMessage());
        } else {
            e.printStackTrace(command.getErr());
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static int explainUsage(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(
                "bitchat: " + e.getMessage() + "; " + command.getCommandSpec().qualifiedName() + " --help lists all");
        return CommandLine.ExitCode.USAGE;
    }
}
