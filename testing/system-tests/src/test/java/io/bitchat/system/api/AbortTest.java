package io.bitchat.system.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.system.api.ApiRequests.Request;
import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.RequiredSuite;
import io.bitchat.system.suite.SeededRandom;
import io.bitchat.system.suite.Suite;
import io.bitchat.system.suite.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Clients that disconnect during requests: their work is finished or rolled back, and others notice nothing. */
@RequiredSuite(RequiredSuite.Kind.OPEN)
class AbortTest {
    /** Even the fewer ones send three times the memory of the gateway. */
    private static final int ABORTS = Boolean.getBoolean("bitchat.full") ? 10_000 : 2_500;

    private static final int AT_A_TIME = 40;
    private static final int BODY = 200_000;
    private static final long LONGEST_PATIENCE_NANOS = 50_000_000;
    private static final int LOOKS = 9;
    /** Time after the last abort in which everything is as fast as before; a busy machine needs some of it. */
    private static final Duration RECOVERY = Duration.ofSeconds(60);

    private static final List<String> SERVICES =
            List.of("peer-service", "message-service", "group-gossip-service", "file-service");
    private static final Pattern ACTIVE = Pattern.compile("(?m)^sql_pool_active\\{.*} ([0-9.]+)$");
    private static final Pattern STATUS = Pattern.compile("HTTP/1.1 ([0-9]{3}) .*");
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Suite suite = Suite.open();
    private final RandomGenerator random = SeededRandom.of("aborts");

    @Test
    void whoHangsUpLeavesNothingBehind() throws Exception {
        var requests = ApiRequests.all(suite);
        var leasedBefore = leasedAtRest();
        var before = latencies(requests);

        abort(requests);

        await().atMost(RECOVERY).untilAsserted(() -> {
            leased().forEach((service, count) -> assertThat(count)
                    .as("connections that %s has leased", service)
                    .isLessThanOrEqualTo(leasedBefore.get(service)));
            assertThat(idleInTransaction()).as("sessions idle in a transaction").isZero();
        });
        await().atMost(RECOVERY).untilAsserted(() -> latencies(requests).forEach((route, millis) -> assertThat(millis)
                .as("%s took %.1f ms before", route, before.get(route))
                .isLessThan(3 * before.get(route) + 50)));
    }

    /** Regression: bodies of disconnected clients waited for a service until the gateway's heap was full. */
    @Test
    void bodiesOfThoseWhoHangUpFillNoMemory() throws InterruptedException {
        var before = suite.pid("gateway");
        var request =
                ("POST /api/bitchat/messages/send HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                + "Content-Length: " + BODY + "\r\n\r\n" + "x".repeat(BODY))
                        .getBytes(StandardCharsets.ISO_8859_1);
        try (var clients = Executors.newFixedThreadPool(AT_A_TIME)) {
            for (int i = 0; i < ABORTS; i++) {
                var patience = random.nextLong(LONGEST_PATIENCE_NANOS);
                clients.execute(() -> abort(request, patience));
            }
            clients.shutdown();
            assertThat(clients.awaitTermination(120, TimeUnit.SECONDS)).isTrue();
        }

        await().atMost(RECOVERY)
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .until(() -> new Client(suite.url()).get("/stats").status() == 200);
        assertThat(suite.pid("gateway")).as("the gateway was not restarted").isEqualTo(before);
    }

    private void abort(List<Request> requests) throws InterruptedException {
        try (var clients = Executors.newFixedThreadPool(AT_A_TIME)) {
            for (int i = 0; i < ABORTS; i++) {
                var request = requests.get(i % requests.size()).text().getBytes(StandardCharsets.ISO_8859_1);
                var patience = random.nextLong(LONGEST_PATIENCE_NANOS);
                clients.execute(() -> abort(request, patience));
            }
            clients.shutdown();
            assertThat(clients.awaitTermination(120, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Resets the connection at an arbitrary point of the request. */
    private void abort(byte[] request, long patienceNanos) {
        try (var socket = new Socket("127.0.0.1", suite.port("gateway"))) {
            socket.setSoLinger(true, 0);
            socket.getOutputStream().write(request);
            LockSupport.parkNanos(patienceNanos); // the moment of the abort, not the wait for a condition
        } catch (IOException _) {
            // the server may have closed first
        }
    }

    /** The median latency of each route in milliseconds; no answer may be a 5xx. */
    private Map<String, Double> latencies(List<Request> requests) throws IOException {
        var medians = new LinkedHashMap<String, Double>();
        for (var request : requests) {
            var nanos = new long[LOOKS];
            for (int i = 0; i < LOOKS; i++) nanos[i] = ask(request);
            Arrays.sort(nanos);
            medians.put(request.route(), nanos[LOOKS / 2] / 1e6);
        }
        return medians;
    }

    private long ask(Request request) throws IOException {
        long begin = System.nanoTime();
        try (var wire = new Wire(suite)) {
            wire.say(request.text());
            var head = wire.head();
            var status = STATUS.matcher(head.lines().findFirst().orElse("nothing"));
            assertThat(status.matches())
                    .as("%s answers %s", request.route(), head)
                    .isTrue();
            assertThat(Integer.parseInt(status.group(1))).as(request.route()).isLessThan(500);
        }
        return System.nanoTime() - begin;
    }

    /** The minimum of several samples, because services have occasional background work. */
    private Map<String, Double> leasedAtRest() throws IOException, InterruptedException {
        var fewest = leased();
        for (int i = 1; i < LOOKS; i++) leased().forEach((service, count) -> fewest.merge(service, count, Math::min));
        return fewest;
    }

    /** Database connections in use, by service. */
    private Map<String, Double> leased() throws IOException, InterruptedException {
        var leased = new LinkedHashMap<String, Double>();
        for (var service : SERVICES) {
            var uri = URI.create("http://127.0.0.1:" + suite.port(service) + "/metrics");
            var metrics = HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
            var active = ACTIVE.matcher(metrics);
            assertThat(active.find())
                    .as("%s tells its leased connections", service)
                    .isTrue();
            leased.put(service, Double.parseDouble(active.group(1)));
        }
        return leased;
    }

    /** Number of sessions with a transaction that has been idle for a second. */
    private int idleInTransaction() throws IOException, SQLException {
        var url = "jdbc:postgresql://127.0.0.1:" + suite.port("postgres") + "/bitchat";
        var password =
                Files.readString(suite.data().resolve("keys/postgres.password")).strip();
        try (var connection = DriverManager.getConnection(url, "bitchat", password);
                var rows = connection
                        .createStatement()
                        .executeQuery("select count(*) from pg_stat_activity where state like 'idle in transaction%'"
                                + " and state_change < now() - interval '1 second'")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
