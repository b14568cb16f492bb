package io.bitchat.launcher.aot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real JVMs, since it is they that write caches and take them. */
class AotTrainingTest {
    @TempDir
    Path folder;

    private final CompletableFuture<Integer> made = new CompletableFuture<>();
    private Path jar;

    @BeforeEach
    void build() throws IOException {
        jar = Program.in(folder.resolve("app"));
    }

    @Test
    void makesACacheThatTheJvmTakes() throws Exception {
        var old = Files.createFile(jar.resolveSibling("app-0000.aot"));
        var left = Files.createFile(jar.resolveSibling("aot.cache-1.unfinished"));
        var cache = AotCache.of(jar, Program.java(), Program.arguments(jar));

        training(cache).start(made::complete);

        assertThat(made.get(60, TimeUnit.SECONDS)).as(this::log).isEqualTo(1);
        assertThat(cache.isMade()).isTrue();
        assertThat(old).doesNotExist();
        assertThat(left).doesNotExist();
        // in this mode the JVM ends with an error if it cannot use the cache
        assertThat(run("-XX:AOTMode=on", "-XX:AOTCache=" + cache.file())).isZero();
        assertThat(training(cache).size()).as("caches that are still missing").isZero();
    }

    @Test
    void aRunThatFailsLeavesNoCache() throws Exception {
        training(AotCache.of(jar, Program.java("-D" + Program.FAILS + "=true"), Program.arguments(jar)))
                .start(made::complete);

        assertThat(made.get(60, TimeUnit.SECONDS)).isZero();
        assertThat(besideTheProgram()).containsExactly("aot.lock", "quarkus-run.jar");
    }

    @Test
    void aStopEndsTheRunAndLeavesNoCache() throws Exception {
        var training = training(AotCache.of(jar, Program.java("-D" + Program.HANGS + "=true"), Program.arguments(jar)));
        training.start(made::complete);
        var run = awaitRun();

        training.stop();

        run.onExit().get(10, TimeUnit.SECONDS);
        assertThat(made).as("nobody is told of an end").isNotDone();
        assertThat(besideTheProgram()).noneMatch(name -> name.endsWith(".aot"));
    }

    @Test
    void nothingRunsWhileTheMachineIsBusy() throws Exception {
        var asked = new CompletableFuture<Void>();
        var training = new AotTraining(
                List.of(AotCache.of(jar, Program.java(), Program.arguments(jar))),
                folder.resolve("log"),
                List::copyOf,
                () -> !asked.complete(null),
                new Run(AotCache.of(jar, Program.java(), Program.arguments(jar))));
        training.start(made::complete);

        asked.get(60, TimeUnit.SECONDS);

        assertThat(besideTheProgram()).containsExactly("quarkus-run.jar");
        training.stop();
    }

    @Test
    void whatIsBuiltAnewMeanwhileGetsNoCacheOfTheFormerBuild() throws Exception {
        var former = AotCache.of(jar, Program.java(), Program.arguments(jar));
        Program.in(jar.getParent(), "another build");

        training(former).start(made::complete);

        assertThat(made.get(60, TimeUnit.SECONDS)).isZero();
        assertThat(besideTheProgram()).noneMatch(name -> name.endsWith(".aot"));
    }

    private AotTraining training(AotCache cache) {
        return new AotTraining(List.of(cache), folder.resolve("log"), Background::command, () -> true, new Run(cache));
    }

    private List<String> besideTheProgram() throws IOException {
        try (Stream<Path> files = Files.list(jar.getParent())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** The JVM of the recording: what it writes is named after this process. */
    private ProcessHandle awaitRun() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (System.nanoTime() < deadline) {
            var run = ProcessHandle.current()
                    .descendants()
                    .filter(process -> process.info().commandLine().orElse("").contains(jar.toString()))
                    .findFirst();
            if (run.isPresent()) return run.get();
            TimeUnit.MILLISECONDS.sleep(20); // until the process is there
        }
        throw new AssertionError("no run began: " + log());
    }

    private int run(String... options) throws IOException, InterruptedException {
        var command = Stream.concat(Program.java(options).stream(), Stream.of("-jar", jar.toString()))
                .toList();
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Runs the program of one cache. */
    private record Run(AotCache cache, AtomicReference<Process> process) implements Recorder {
        Run(AotCache cache) {
            this(cache, new AtomicReference<>());
        }

        @Override
        public boolean record(Function<AotCache, List<String>> options) throws InterruptedException {
            var command = new ArrayList<>(cache.java());
            command.addAll(options.apply(cache));
            command.addAll(cache.program());
            try {
                process.set(new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return process.get().waitFor() == 0;
        }

        @Override
        public void stop() {
            var running = process.get();
            if (running != null) running.destroyForcibly();
        }
    }
}
