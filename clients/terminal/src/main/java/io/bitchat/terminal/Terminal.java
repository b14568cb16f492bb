package io.bitchat.terminal;

import io.bitchat.terminal.chat.ChatCommand;
import io.bitchat.terminal.download.GetCommand;
import io.bitchat.terminal.rooms.ReceiveCommand;
import io.bitchat.terminal.upload.SendCommand;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The main class: {@code terminal send|receive|get|chat [options]}. */
@Command(
        name = "bitchat",
        mixinStandardHelpOptions = true,
        description = "The suite from a terminal.",
        synopsisSubcommandLabel = "COMMAND")
public final class Terminal implements Runnable {
    private final CommandLine commandLine = new CommandLine(this);

    private Terminal() {}

    /** Exits with 0 on success, 1 if the command failed, 2 if it was invalid. */
    public static void main(String[] args) {
        // log output of libraries is of no use to users
        LogManager.getLogManager().reset();
        System.exit(commandLine().execute(args));
    }

    public static CommandLine commandLine() {
        return new Terminal()
                .commandLine
                .addSubcommand(new SendCommand(System.out, System.err))
                .addSubcommand(new ReceiveCommand(System.in, System.out, System.err))
                .addSubcommand(new GetCommand(System.out, System.err))
                .addSubcommand(new ChatCommand(System.in, System.out))
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
