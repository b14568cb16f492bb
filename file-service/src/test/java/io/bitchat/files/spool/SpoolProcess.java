package io.bitchat.files.spool;

import static io.bitchat.files.spool.SpoolFixture.run;

import io.bitchat.files.spool.SpoolFixture.Sent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** A process that puts a file into a spool in a folder, says each chunk that is stored, and waits to be killed. */
final class SpoolProcess {
    private SpoolProcess() {}

    static Process start(Path folder, Sent sent) throws IOException {
        return new ProcessBuilder(command(
                        SpoolProcess.class,
                        folder.toString(),
                        sent.file.transfer().toString(),
                        String.valueOf(sent.bytes.length),
                        String.valueOf(sent.file.chunking().chunkSize())))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    static List<String> command(Class<?> main, String... arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    public static void main(String... args) throws Exception {
        var sent = new Sent(UUID.fromString(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]));
        var fixture = new SpoolFixture(Path.of(args[0]), SpoolFixture.FOLDER);
        var spool = run(fixture.spools().open(sent.file));
        for (int i = 0; i < sent.count(); i++) {
            run(spool.put(i, sent.message(i)));
            System.out.println(i);
        }
        Thread.currentThread().join();
    }
}
