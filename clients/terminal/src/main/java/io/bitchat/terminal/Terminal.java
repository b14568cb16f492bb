package io.bitchat.terminal;

import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The process: {@code terminal send|get [options]}. */
@Command(
        name = "bitchat",
        mixinStandardHelpOptions = true,
        description = "The suite from a terminal.",
        synopsisSubcommandLabel = "COMMAND")
public final class Terminal implements Runnable {
    private final CommandLine commandLine = new CommandLine(this);

    private Terminal() {}

    /** Exits with 0 when done, 1 when what was asked failed, 2 when it was asked wrongly. */
    public static void main(String[] args) {
        // what libraries have to say is for programmers
        LogManager.getLogManager().reset();
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new Terminal()
                .commandLine
                .addSubcommand(new SendCommand(System.out, System.err))
                .addSubcommand(new GetCommand(System.out, System.err))
                .setExecutionExceptionHandler((failure, line, _) -> tell(failure, line));
    }

    private static int tell(Exception failure, CommandLine line) throws Exception {
        if (!(failure instanceof Failure told)) throw failure;
        line.getErr().println("bitchat: " + told.getMessage());
        return told.exitCode();
    }

    @Override
    public void run() {
        commandLine.usage(System.out);
    }
}
