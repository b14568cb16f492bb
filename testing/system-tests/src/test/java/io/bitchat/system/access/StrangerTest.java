package io.bitchat.system.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.system.api.FuzzTest;
import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.Content;
import io.bitchat.system.suite.FileClient;
import io.bitchat.system.suite.RequiredSuite;
import io.bitchat.system.suite.Suite;
import io.bitchat.system.suite.Wire;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A caller who knows no file id and sends hostile names and headers. */
@RequiredSuite(RequiredSuite.Kind.OPEN)
class StrangerTest {
    private static final List<String> PATHS =
            List.of("", "/chunks", "/chunks/0", "/chunks/0/proof", "/download", "/sources", "/fetch");

    private static final List<String> NAMES = List.of(
            "a\r\nSet-Cookie: x=1",
            "../../../../etc/passwd",
            "..\\..\\windows\\system32\\cmd.exe",
            ".bashrc\u0000.txt",
            "photo\u202Egnp.exe",
            "\"; filename=evil.sh; x=\"",
            "a%0d%0aX-Injected: 1",
            "utf-8''%0d%0aX-Injected%3a%201",
            "=?utf-8?B?WC1JbmplY3RlZDogMQ==?=",
            "<script>alert(1)</script>",
            "' or 1=1; drop table file_transfers --",
            "{{7*7}}${7*7}",
            "\u2028\u2029\u0085\u00a0",
            "ü".repeat(255),
            "\ud83d\udc7b".repeat(100));

    private static final List<String> HEADERS_OF_A_CHUNK = List.of(
            "X-Chunk-SHA256: ' or 1=1 --\r\n",
            "X-Chunk-SHA256: " + "0".repeat(10_000) + "\r\n",
            "Content-Type: multipart/form-data\r\n",
            "Content-Type: multipart/form-data; boundary=\"\r\n",
            "Content-Type: application/octet-stream\r\nContent-Type: multipart/form-data; boundary=x\r\n",
            "Content-Type: application/octet-stream; charset=\u00ff\u0001\r\n",
            "traceparent: 00-' or 1=1-x-01\r\n",
            "X-Forwarded-For: 127.0.0.1, ../../x\r\n");

    private static final List<String> RANGES = List.of(
            "bytes=0-18446744073709551616",
            "bytes=18446744073709551616-",
            "bytes=-999999999999999999",
            "bytes=9-0",
            "bytes=0-0" + ",0-0".repeat(2_000),
            "bytes=0-1",
            "bytes=\u00b2-\u00b3");

    private final Suite suite = Suite.open();
    private final Client client = new Client(suite.url());
    private final FileClient files = new FileClient(suite);
    private final byte[] bytes = Content.of(10, 5);

    @Test
    void whoGuessesAnIdLearnsNothing() throws Exception {
        var known = files.upload("secret.pdf", bytes);
        var guesses = new ArrayList<>(List.of(known.substring(0, 36), known + "0", known.replace("file_", "FILE_")));
        for (int at = "file_".length(); at < known.length(); at++) {
            guesses.add(known.substring(0, at) + (known.charAt(at) == '0' ? '1' : '0') + known.substring(at + 1));
        }

        for (var guess : guesses) {
            for (var path : PATHS) {
                var answer = client.get("/files/" + guess + path);
                assertThat(answer.status()).as(guess + path).isEqualTo(404);
                assertThat(answer.raw().body()).doesNotContain("secret");
            }
        }
    }

    @Test
    void nothingListsFiles() throws Exception {
        var known = files.upload("secret.pdf", bytes);

        for (var path : List.of("", "/", "?limit=10", "/file_", "/*", "/%25", "/file_%25", "/_", "/tus", "/upload")) {
            var answer = client.get("/files" + path);
            assertThat(answer.status()).as(path).isIn(404, 405, 412);
            assertThat(answer.raw().body()).doesNotContain(known);
        }
    }

    /** By chance, one bit would be the same in all ids once in 10¹⁷ runs. */
    @Test
    void anIdHas128BitsOfChance() {
        var zeros = BigInteger.ZERO;
        var ones = BigInteger.ZERO;
        var all = BigInteger.TWO.pow(128).subtract(BigInteger.ONE);
        for (int i = 0; i < 64; i++) {
            var id = files.begin("f", 1);
            assertThat(id).matches("file_[0-9a-f]{32}");
            var bits = new BigInteger(id.substring("file_".length()), 16);
            ones = ones.or(bits);
            zeros = zeros.or(bits.xor(all));
        }
        assertThat(ones).isEqualTo(all);
        assertThat(zeros).isEqualTo(all);
    }

    @Test
    void whateverANameSaysTheAnswersSayNothingElse() throws Exception {
        for (var name : NAMES) {
            var file = files.upload(name, bytes);

            var head = Wire.ask(suite, "GET /api/bitchat/files/" + file + "/download", "", "")
                    .split("\r\n\r\n", 2)[0];

            assertThat(head).startsWith("HTTP/1.1 200").matches("[ -~\r\n]+");
            assertThat(head.lines().filter(line -> line.toLowerCase().startsWith("content-disposition:")))
                    .singleElement()
                    .asString()
                    .matches(
                            "(?i)content-disposition: attachment; filename=\"[^\"\\\\]*\"(; filename\\*=UTF-8''[^;\"]*)?");
            assertThat(head.lines()).noneMatch(line -> line.matches("(?i)(set-cookie|x-injected).*"));
            assertThat(client.get("/files/" + file).body().path("filename").asText())
                    .matches("[^/\\\\\\p{Cc}\\p{Cf}]+")
                    .doesNotStartWith(".");
        }
    }

    @Test
    void everyFieldOfABeginningMayBeAnything() throws Exception {
        for (var field : List.of("filename", "file_size", "uploaded_by", "mime_type")) {
            for (var bad : FuzzTest.BAD_VALUES) {
                var right = Client.JSON
                        .createObjectNode()
                        .put("filename", "f")
                        .put("file_size", 10)
                        .put("uploaded_by", Client.someone("mallory"))
                        .put("mime_type", "text/plain");
                var answer = client.post("/files/upload", FuzzTest.mutate(right, field, bad));
                assertThat(answer.status())
                        .as(field + " " + bad.substring(0, Math.min(40, bad.length())))
                        .isBetween(201, 499);
            }
        }
    }

    @Test
    void everyHeaderMayBeAnything() throws IOException {
        var file = files.begin("f", bytes.length);
        for (var headers : HEADERS_OF_A_CHUNK) {
            var answer = Wire.ask(
                    suite,
                    "POST /api/bitchat/files/" + file + "/chunks/0",
                    headers + "Content-Length: 9\r\n",
                    "123456789");
            assertThat(answer).as(headers).matches("(?s)HTTP/1.[01] 4[0-9][0-9].*");
        }
    }

    @Test
    void everyRangeMayBeAnything() throws Exception {
        var file = files.upload("f", bytes);
        for (var range : RANGES) {
            var answer =
                    Wire.ask(suite, "GET /api/bitchat/files/" + file + "/download", "Range: " + range + "\r\n", "");
            assertThat(answer).as(range).matches("(?s)HTTP/1.[01] (200|206|416|4..).*");
        }
    }
}
