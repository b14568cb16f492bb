package io.bitchat.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.logging.LogManager;

/**
 * The broker as a process of its own: {@code KafkaProcess <data folder> <host> <port> [parent pid]}. Prints {@value
 * #READY} when clients can connect. Stops cleanly on SIGTERM, and when the given parent has ended. If it cannot start,
 * it exits with code 2 and one line on standard error.
 */
public final class KafkaProcess {
    /** Start of the line that reports readiness. */
    public static final String READY = "kafka ready";

    private static final int CANNOT_START = 2;
    private static final int PARENT = 3;

    private KafkaProcess() {}

    public static void main(String... args) throws InterruptedException, IOException {
        configureLogging();
        var kafka = new EmbeddedKafka(new KafkaSettings(Path.of(args[0]), args[1], Integer.parseInt(args[2])));
        try {
            kafka.start().forEach(System.out::println);
        } catch (RuntimeException e) {
            System.err.println("ERROR " + e.getMessage());
            Runtime.getRuntime().halt(CANNOT_START);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::stop, "stop"));
        if (args.length > PARENT) {
            endWith(Long.parseLong(args[PARENT]));
        }
        System.out.println(READY + " servers=" + kafka.settings().servers());
        new CountDownLatch(1).await();
    }

    private static void endWith(long parent) {
        Thread.ofPlatform().daemon().name("parent").start(() -> {
            ProcessHandle.of(parent).ifPresent(handle -> handle.onExit().join());
            System.exit(0);
        });
    }

    private static void configureLogging() throws IOException {
        System.setProperty("log4j2.StatusLogger.level", "OFF");
        try (InputStream settings = KafkaProcess.class.getResourceAsStream("kafka-logging.properties")) {
            LogManager.getLogManager().readConfiguration(settings);
        }
    }
}
