package io.bitchat.terminal.upload;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bitchat.api.Answer;
import io.bitchat.api.ApiClient;
import io.bitchat.terminal.Terminal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a site with prepared answers, and 404 otherwise. */
class SendCommandTest {
    private static final String FILE =
            "{\"file_id\": \"file_1\", \"chunk_size\": 1048576, \"file_size\": 10, \"status\": \"uploading\"}";

    @TempDir
    Path home;

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer site;
    /** Runs after each request was answered. */
    private volatile Runnable onAsked = () -> {};

    private record Answer(int status, String body) {}

    @BeforeEach
    void start() throws IOException {
        site = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 50);
        site.createContext("/api/bitchat", this::answer);
        site.start();
        Files.write(home.resolve("film.mkv"), new byte[10]);
        answers.put("POST /files/upload", new Answer(201, FILE));
        answers.put(
                "GET /files/file_1/chunks",
                new Answer(200, "[{\"chunk_index\": 0, \"chunk_size\": 10, \"uploaded\": false}]"));
        answers.put("POST /files/file_1/chunks/0", new Answer(507, "{\"detail\": \"there is no room\"}"));
    }

    @AfterEach
    void stop() {
        site.stop(0);
    }

    /** Otherwise all chunks would be sent again. */
    @Test
    void aSiteThatDoesNotSayHowFarAnUploadIsIsNoReasonToBeginAnew() {
        assertThat(send()).isEqualTo(1);
        answers.put("GET /files/file_1", new Answer(503, "{\"detail\": \"file-service is not reachable\"}"));
        assertThat(send()).isEqualTo(1);
        answers.put("GET /files/file_1", new Answer(200, FILE));
        answers.put("POST /files/file_1/chunks/0", new Answer(200, "{}"));

        assertThat(send()).isZero();

        assertThat(asked).containsOnlyOnce("POST /files/upload");
    }

    @Test
    void anUploadThatTheSiteDoesNotKnowAnyMoreIsBegunAnew() {
        assertThat(send()).isEqualTo(1);

        assertThat(send()).isEqualTo(1);

        assertThat(asked).filteredOn("POST /files/upload"::equals).hasSize(2);
    }

    /** A chunk is long, and five would be sent in vain after each pause. */
    @Test
    @Timeout(60)
    void aSiteThatIsAwayIsAskedWhetherItIsBackBeforeAChunkIsSentAgain() throws IOException {
        Files.write(home.resolve("film.mkv"), new byte[5 << 20]);
        var file = FILE.replace("10,", (5 << 20) + ",");
        var away = new Answer(503, "{\"detail\": \"file-service is not reachable\"}");
        answers.put("POST /files/upload", new Answer(201, file));
        answers.put("GET /files/file_1", away);
        answerChunks(5, away);
        onAsked = () -> {
            if (sent() < 5 || asked("GET /files/file_1") < 4) return;
            answers.put("GET /files/file_1", new Answer(200, file.replace("}", ", \"uploaded_chunks\": 5}")));
            answerChunks(5, new Answer(200, "{}"));
        };

        assertThat(send()).isZero();

        assertThat(sent()).isEqualTo(10);
        // four in vain, one for all waiters (or two if a chunk came late), and the final check
        assertThat(asked("GET /files/file_1")).isBetween(5L, 10L);
    }

    /** The site reports the state of the upload, but accepts no chunk. */
    @Test
    @Timeout(60)
    void whileTheStoreIsAwayOneChunkAfterTheOtherIsTriedWithGrowingPauses() throws IOException {
        Files.write(home.resolve("film.mkv"), new byte[12 << 20]);
        var file = FILE.replace("10,", (12 << 20) + ",");
        answers.put("POST /files/upload", new Answer(201, file));
        answers.put("GET /files/file_1", new Answer(200, file.replace("}", ", \"uploaded_chunks\": 12}")));
        answerChunks(12, new Answer(503, "{\"code\": \"store_unavailable\"}"));
        var refused = new CopyOnWriteArrayList<Instant>();
        onAsked = () -> {
            if (sent() > refused.size()) refused.add(Instant.now());
            if (refused.size() == 9) answerChunks(12, new Answer(200, "{}"));
        };

        assertThat(send()).isZero();

        assertThat(sent()).isEqualTo(9 + 12);
        // at least 1/8, 1/4, 1/2 and 1 s after the first five
        assertThat(Duration.between(refused.get(4), refused.get(8))).isGreaterThan(Duration.ofMillis(1_500));
    }

    @Test
    @Timeout(60)
    void chunksThatTheSiteHasTroubleWithKeepNoOthersWaiting() throws IOException {
        Files.write(home.resolve("film.mkv"), new byte[12 << 20]);
        var file = FILE.replace("10,", (12 << 20) + ",");
        answers.put("POST /files/upload", new Answer(201, file));
        answers.put("GET /files/file_1", new Answer(200, file.replace("}", ", \"uploaded_chunks\": 12}")));
        answerChunks(12, new Answer(200, "{}"));
        answerChunks(5, new Answer(500, "{}"));
        onAsked = () -> {
            if (asked.stream()
                            .filter(request -> request.contains("/chunks/"))
                            .distinct()
                            .count()
                    == 12) answerChunks(5, new Answer(200, "{}"));
        };

        assertThat(send()).isZero();

        for (int chunk = 5; chunk < 12; chunk++) {
            assertThat(asked("POST /files/file_1/chunks/" + chunk)).isEqualTo(1);
        }
    }

    /** As if a crash had left a claim on a chunk, after an outage of the site. */
    @Test
    @Timeout(60)
    void aChunkThatHasToWaitKeepsNoOthersWaiting() throws IOException {
        Files.write(home.resolve("film.mkv"), new byte[12 << 20]);
        var file = FILE.replace("10,", (12 << 20) + ",");
        answers.put("POST /files/upload", new Answer(201, file));
        answers.put("GET /files/file_1", new Answer(200, file.replace("}", ", \"uploaded_chunks\": 12}")));
        answerChunks(12, new Answer(503, "{}"));
        onAsked = () -> {
            if (sent() == 5) {
                answerChunks(12, new Answer(200, "{}"));
                // the chunk that is tried next
                answers.put("POST /files/file_1/chunks/5", new Answer(409, "{\"code\": \"chunk_in_progress\"}"));
            }
            if (asked.stream()
                            .filter(request -> request.contains("/chunks/"))
                            .distinct()
                            .count()
                    == 12) answers.put("POST /files/file_1/chunks/5", new Answer(200, "{}"));
        };

        assertThat(send()).isZero();

        assertThat(asked("POST /files/file_1/chunks/5")).isGreaterThan(1);
        assertThat(asked("POST /files/file_1/chunks/11")).isEqualTo(1);
    }

    private void answerChunks(int count, Answer answer) {
        for (int chunk = 0; chunk < count; chunk++) answers.put("POST /files/file_1/chunks/" + chunk, answer);
    }

    @Test
    void aSiteThatIsAwayOnceAllIsSentIsWaitedFor() {
        var file = FILE.replace("}", ", \"uploaded_chunks\": 1}");
        answers.put("POST /files/file_1/chunks/0", new Answer(200, "{}"));
        answers.put("GET /files/file_1", new Answer(503, "{}"));
        onAsked = () -> {
            if (asked("GET /files/file_1") == 2) answers.put("GET /files/file_1", new Answer(200, file));
        };

        assertThat(send()).isZero();

        assertThat(asked("GET /files/file_1")).isEqualTo(3);
        assertThat(sent()).isEqualTo(1);
    }

    private long sent() {
        return asked.stream()
                .filter(request -> request.startsWith("POST /files/file_1/chunks/"))
                .count();
    }

    private long asked(String request) {
        return asked.stream().filter(request::equals).count();
    }

    private int send() {
        return Terminal.commandLine()
                .execute(
                        "send",
                        home.resolve("film.mkv").toString(),
                        "--as",
                        "alice",
                        "--home",
                        home.toString(),
                        "--url",
                        "http://127.0.0.1:" + site.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            var path = exchange.getRequestURI().getPath().substring(ApiClient.BASE.length());
            var request = exchange.getRequestMethod() + " " + path;
            asked.add(request);
            var answer = answers.getOrDefault(request, new Answer(404, "{}"));
            var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
            onAsked.run();
        }
    }
}
