package io.bitchat.system.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.Content;
import io.bitchat.system.suite.FileClient;
import io.bitchat.system.suite.RequiredSuite;
import io.bitchat.system.suite.Suite;
import io.bitchat.system.suite.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** Hostile bodies: each is refused or stored as plain bytes. */
@RequiredSuite(RequiredSuite.Kind.OPEN)
class HostileFileTest {
    private static final int CHUNKS = Boolean.getBoolean("bitchat.full") ? 1_024 : 102;
    /** Number of slow uploads: more than the upload memory can hold. */
    private static final int DRIPPING = 60;

    private static final String BYTES = "Content-Type: application/octet-stream\r\n";

    private final Suite suite = Suite.open();
    private final FileClient files = new FileClient(suite);
    private final byte[] bytes = Content.of(1_000, 4);
    private final String text = new String(bytes, StandardCharsets.ISO_8859_1);

    @Test
    void zerosAreAFileLikeAnyOtherWhileManyClientsSendNextToNothing() throws Exception {
        var dripping = new ArrayList<Wire>();
        for (int i = 0; i < DRIPPING; i++) dripping.add(drip());

        var file = files.begin("zeros", (long) CHUNKS * Content.MEBIBYTE);
        var zeros = new byte[Content.MEBIBYTE];
        try (var clients = Executors.newFixedThreadPool(5)) {
            var sends = IntStream.range(0, CHUNKS)
                    .<Callable<Integer>>mapToObj(index -> () -> chunk(file, index, zeros))
                    .toList();
            for (var sent : clients.invokeAll(sends)) assertThat(sent.get()).isEqualTo(200);
        }

        try (var back = files.open(file).body()) {
            for (int index = 0; index < CHUNKS; index++) {
                assertThat(back.readNBytes(zeros.length)).isEqualTo(zeros);
            }
            assertThat(back.read()).isNegative();
        }
        for (var wire : dripping) {
            assertThat(wire.head()).startsWith("HTTP/1.1 408");
            wire.close();
        }
    }

    private Wire drip() throws IOException {
        var wire = new Wire(suite);
        wire.say(post(files.begin("slow", Content.MEBIBYTE)), BYTES + "Content-Length: 1048576\r\n", "x");
        return wire;
    }

    private int chunk(String file, int index, byte[] body) throws IOException, InterruptedException {
        return files.body(file, index, body, "Content-Type", "application/octet-stream")
                .statusCode();
    }

    @Test
    void aBombIsNotOpenedOnItsWay() throws Exception {
        for (var bomb : List.of(gzip(), zip())) {
            var file = files.begin("bomb.zip", bomb.length);

            var coded =
                    files.body(file, 0, bomb, "Content-Type", "application/octet-stream", "Content-Encoding", "gzip");
            var sent = files.body(file, 0, bomb, "Content-Type", "application/octet-stream");

            assertThat(coded.statusCode()).isEqualTo(415);
            assertThat(coded.body()).contains("Content-Encoding");
            assertThat(sent.statusCode()).as(sent.body()).isEqualTo(200);
            var back = files.download(file, "Accept-Encoding", "gzip, deflate");
            assertThat(back.body()).isEqualTo(bomb);
            assertThat(back.headers().firstValue("Content-Encoding")).isEmpty();
        }
    }

    private static byte[] gzip() throws IOException {
        var bomb = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bomb)) {
            fill(out);
        }
        return bomb.toByteArray();
    }

    private static byte[] zip() throws IOException {
        var bomb = new ByteArrayOutputStream();
        try (var out = new ZipOutputStream(bomb)) {
            out.putNextEntry(new ZipEntry("../../zeros"));
            fill(out);
        }
        return bomb.toByteArray();
    }

    private static void fill(OutputStream out) throws IOException {
        for (int i = 0; i < 100; i++) out.write(new byte[Content.MEBIBYTE]);
    }

    @Test
    void whatFollowsTheDeclaredLengthIsNoPartOfTheFile() throws Exception {
        var file = files.begin("f", bytes.length);
        try (var wire = new Wire(suite)) {
            wire.say(post(file), BYTES + "Content-Length: 1000\r\n", text + "and more\r\n\r\n");

            var answers = wire.rest();

            assertThat(answers).startsWith("HTTP/1.1 200").contains("\"uploaded\":true", "malformed_request");
        }
        assertThat(files.download(file).body()).isEqualTo(bytes);
    }

    @Test
    void aBodyOfUnknownLengthIsRefusedOnceItIsTooLong() throws Exception {
        var file = files.begin("f", bytes.length);

        for (var body : List.of(chunked(text + "x"), chunked(text.repeat(3_000)))) {
            var answer = Wire.ask(suite, post(file), BYTES + "Transfer-Encoding: chunked\r\n", body);
            assertThat(answer).startsWith("HTTP/1.1 422").contains("1000 bytes");
        }

        assertThat(new Client(suite.url())
                        .get("/files/" + file)
                        .body()
                        .path("status")
                        .asText())
                .isEqualTo("pending");
        assertThat(Wire.ask(suite, post(file), BYTES + "Transfer-Encoding: chunked\r\n", chunked(text)))
                .startsWith("HTTP/1.1 200");
        assertThat(files.download(file).body()).isEqualTo(bytes);
    }

    @Test
    void nothingIsTakenBeyondTheEndOfAnUploadByTus() throws Exception {
        var created = Wire.ask(
                suite,
                "POST /api/bitchat/files/tus",
                "Tus-Resumable: 1.0.0\r\nUpload-Length: 1000\r\nContent-Length: 0\r\nUpload-Metadata: uploaded_by "
                        + base64(Client.someone("alice")) + "\r\n",
                "");
        var path = created.replaceAll("(?is).*\r\nlocation: ([^\r]+)\r.*", "$1");
        var headers = "Tus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\n"
                + "Transfer-Encoding: chunked\r\n";

        var refused = Wire.ask(suite, "PATCH " + path, headers, chunked(text + "x"));

        assertThat(refused).startsWith("HTTP/1.1 413");
        assertThat(Wire.ask(suite, "PATCH " + path, headers, chunked(text))).startsWith("HTTP/1.1 204");
        var file = path.substring(path.lastIndexOf('/') + 1);
        assertThat(files.download(file).body()).isEqualTo(bytes);
    }

    private static String post(String file) {
        return "POST /api/bitchat/files/" + file + "/chunks/0";
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String chunked(String body) {
        return Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
    }
}
