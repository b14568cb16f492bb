package io.bitchat.launcher;

import io.bitchat.launcher.process.Memory;
import io.bitchat.launcher.progress.Welcome;
import io.bitchat.launcher.suite.Orphans;
import io.bitchat.launcher.suite.Preflight;
import io.bitchat.launcher.suite.RunningSuite;
import io.bitchat.launcher.suite.SuiteConfig;
import io.bitchat.launcher.suite.SuiteLock;
import io.bitchat.launcher.suite.SuiteOptions;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts the suite and runs until Ctrl-C. */
@Command(
        name = "up",
        description = "Starts the whole suite. Ctrl-C stops it and keeps its data.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    private static final int FAILED = 1;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:BITCHAT_DATA:-data}",
            description = "where data, logs and keys lie; BITCHAT_DATA [./data]")
    private Path data = Path.of("data");

    @Mixin
    private SuiteOptions options = new SuiteOptions();

    @Override
    public Integer call() {
        SuiteConfig config = options.resolve(Launcher.root(), data);
        config.files().create();
        PrintStream out = System.out;
        try (SuiteLock _ = SuiteLock.take(config.files())) {
            Orphans.end(config.files()).forEach(out::println);
            List<String> problems = new Preflight(config).problems();
            if (!problems.isEmpty()) {
                problems.forEach(problem -> System.err.println("bitchat: " + problem));
                return FAILED;
            }
            warnOfLittleMemory();
            return run(config, out);
        }
    }

    private static int run(SuiteConfig config, PrintStream out) {
        long begin = System.nanoTime();
        var suite = new RunningSuite(config, out);
        Runtime.getRuntime().addShutdownHook(new Thread(suite::stop, "stop"));
        out.println("starting on " + config.files().data());
        if (suite.start()) {
            Welcome.print(out, config, Duration.ofNanos(System.nanoTime() - begin));
            suite.train();
        }
        String failure = suite.awaitFailure();
        System.err.println("bitchat: the suite stops because " + failure);
        suite.stop();
        return FAILED;
    }

    private static void warnOfLittleMemory() {
        Memory.available().ifPresent(free -> {
            if (free < Memory.NEEDED) {
                System.err.println("bitchat: only " + (free >> 20)
                        + " MB of memory are available, 2048 are wanted; close other programs if it gets slow");
            }
        });
    }
}
