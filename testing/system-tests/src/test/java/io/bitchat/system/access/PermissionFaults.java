package io.bitchat.system.access;

import static org.awaitility.Awaitility.await;

import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.Suite;
import java.time.Duration;
import java.util.List;

/** Requests while Kafka is paused and while message-service is killed and restarts. */
final class PermissionFaults implements AutoCloseable {
    private static final Duration BACK = Duration.ofSeconds(90);

    private final Suite suite;

    PermissionFaults(Suite suite) {
        this.suite = suite;
    }

    /**
     * Sends a third of the requests while Kafka is paused, a third after message-service is killed too, and the last
     * third after Kafka resumes and the restarting message-service gives its first answers.
     */
    void during(List<Runnable> questions) {
        int third = questions.size() / 3;
        suite.signal("STOP", "kafka");
        try {
            questions.subList(0, third).forEach(Runnable::run);
            suite.kill("message-service");
            questions.subList(third, 2 * third).forEach(Runnable::run);
        } finally {
            suite.signal("CONT", "kafka");
        }
        awaitAnswers();
        questions.subList(2 * third, questions.size()).forEach(Runnable::run);
        awaitReady();
    }

    /** Waits until message-service itself answers, not the gateway with a 503. */
    private void awaitAnswers() {
        await().atMost(BACK).pollInterval(Duration.ofMillis(20)).until(() -> status("/stats") == 401);
    }

    private void awaitReady() {
        await().atMost(BACK).until(() -> status("/q/health/ready") == 200);
    }

    private int status(String path) {
        return new Client(suite.url()).get(path).status();
    }

    @Override
    public void close() {
        suite.signal("CONT", "kafka");
        awaitReady();
    }
}
