package io.bitchat.bench;

import io.bitchat.bench.files.FilesCommand;
import io.bitchat.bench.groups.GroupsCommand;
import io.bitchat.bench.hostile.HostileCommand;
import io.bitchat.bench.messages.MessagesCommand;
import io.bitchat.bench.report.ReportCommand;
import io.bitchat.bench.rooms.RoomsCommand;
import io.bitchat.bench.transport.TransportCommand;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The main class: {@code bench messages [options]}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures a running suite from a process of its own.",
        synopsisSubcommandLabel = "COMMAND")
public final class Bench implements Runnable {
    private static final String LOG_LEVELS = """
            handlers=java.util.logging.ConsoleHandler
            .level=WARNING
            org.apache.kafka.level=SEVERE
            """;

    private final CommandLine commandLine;

    private Bench(CommandLine.IFactory factory) {
        this.commandLine = new CommandLine(this, factory);
    }

    /** Exits with 2 if nothing could be measured. */
    public static void main(String[] args) {
        quietLibraries();
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new Bench(CommandLine.defaultFactory())
                .commandLine
                .addSubcommand(new MessagesCommand(System.out, System.err))
                .addSubcommand(new GroupsCommand(System.out, System.err))
                .addSubcommand(new FilesCommand(System.out, System.err))
                .addSubcommand(new RoomsCommand(System.out, System.err))
                .addSubcommand(new HostileCommand(System.out, System.err))
                .addSubcommand(new TransportCommand(System.out, System.err))
                .addSubcommand(
                        new ReportCommand(System.out, System.err, Path.of(System.getProperty("bitchat.root", "."))));
    }

    @Override
    public void run() {
        commandLine.usage(System.out);
    }

    private static void quietLibraries() {
        try (var levels = new ByteArrayInputStream(LOG_LEVELS.getBytes(StandardCharsets.US_ASCII))) {
            LogManager.getLogManager().readConfiguration(levels);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
