package io.bitchat.files.hostile;

import static io.bitchat.files.Files.begin;
import static io.bitchat.files.Files.bytes;
import static io.bitchat.files.Files.get;
import static io.bitchat.files.Files.raw;
import static io.bitchat.files.Files.someone;
import static io.bitchat.files.Files.upload;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.bitchat.files.Files;
import io.bitchat.files.RealServers;
import io.bitchat.files.Rows;
import io.bitchat.files.Wire;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that the standards allow but hardly any client sends, and some that they forbid. */
@QuarkusTest
@RealServers
class StrangeRequestTest {
    private final Rows rows;

    StrangeRequestTest(Rows rows) {
        this.rows = rows;
    }

    /** The complete response to a request. */
    private static String answer(String line, String rest) throws IOException {
        try (var socket = Wire.open(line, "Connection: close\r\n" + rest)) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static String form(String head, String part) {
        return "--Q\r\nContent-Disposition: form-data; name=\"chunk_data\"" + head + "\r\n\r\n" + part
                + "\r\n--Q--\r\n";
    }

    private static String sent(String type, String body) {
        return "Content-Type: " + type + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    /** RFC 9110, section 8.3.1, and RFC 2046, section 5.1.1. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Multipart/Form-Data; boundary=Q",
                "MULTIPART/FORM-DATA;BOUNDARY=Q",
                "multipart/form-data; boundary=\"Q\"",
                "multipart/form-data; charset=utf-8; boundary=Q; x=\"a;b\"",
                "multipart/form-data ; a=b ;boundary=Q;c=d ; "
            })
    void theTypeOfAFormIsReadInEveryWriting(String type) throws IOException {
        var file = begin(3);

        var answer =
                answer("POST " + Files.ROOT + "/" + file + "/chunks/0", sent(type, form("; filename=\"f\"", "abc")));

        assertThat(answer).startsWith("HTTP/1.1 200");
        assertThat(new String(Files.download(file), StandardCharsets.US_ASCII)).isEqualTo("abc");
    }

    @ParameterizedTest
    @ValueSource(ints = {2_048, 4_000, 100_000})
    void aPartWithoutAFileNameIsRefusedInWordsOfThisService(int length) throws IOException {
        var answer = answer(
                "POST " + Files.ROOT + "/" + begin(length) + "/chunks/0",
                sent("multipart/form-data; boundary=Q", form("", "x".repeat(length))));

        assertThat(answer)
                .containsPattern("^HTTP/1.1 4(00|22)")
                .contains("chunk_data")
                .doesNotContain("xception", "java", "null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "identity, gzip"})
    void aCodedChunkIsRefused(String coding) {
        given().contentType("application/octet-stream")
                .header("Content-Encoding", coding)
                .body(new byte[] {1, 2, 3})
                .post(Files.ROOT + "/" + begin(3) + "/chunks/0")
                .then()
                .statusCode(415)
                .body("detail", containsString("Content-Encoding"))
                .header("Accept-Encoding", "identity");
        given().contentType("application/offset+octet-stream")
                .header("Content-Encoding", coding)
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", 3)
                .body(new byte[] {1, 2, 3})
                .post(Files.ROOT + "/tus")
                .then()
                .statusCode(415)
                .body("detail", containsString("Content-Encoding"));
    }

    @Test
    void aCodingThatIsNoneIsNone() {
        given().contentType("application/octet-stream")
                .header("Content-Encoding", "Identity")
                .body(new byte[] {1, 2, 3})
                .post(Files.ROOT + "/" + begin(3) + "/chunks/0")
                .then()
                .statusCode(200);
    }

    @Test
    void aBodyInPiecesThatHasNoneNeedsNoType() throws IOException {
        var line = "POST " + Files.ROOT + "/tus";
        var head = "Tus-Resumable: 1.0.0\r\nUpload-Length: 3\r\nTransfer-Encoding: chunked\r\n";

        assertThat(answer(line, head + "\r\n0\r\n\r\n")).startsWith("HTTP/1.1 201");
        assertThat(answer(line, head + "Content-Type: application/offset+octet-stream\r\n\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 201");
        assertThat(answer(line, head + "\r\n3\r\nabc\r\n0\r\n\r\n")).startsWith("HTTP/1.1 415");
    }

    @Test
    void whatTheClientHasIsToldWithoutAnythingOfABody() throws IOException {
        var file = upload(bytes(10, 1));
        var tag = get(file + "/download").extract().header("ETag");

        var answer = answer("GET " + Files.ROOT + "/" + file + "/download", "If-None-Match: " + tag + "\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 304").endsWith("\r\n\r\n").containsIgnoringCase("etag: " + tag);
        assertThat(answer.toLowerCase(java.util.Locale.ROOT))
                .doesNotContain("transfer-encoding", "content-length", "content-type", "content-disposition");
    }

    @Test
    void anotherMethodIsToldWhichThereAre() {
        var file = upload(bytes(10, 1));

        given().post(Files.ROOT + "/" + file + "/download")
                .then()
                .statusCode(405)
                .header("Allow", equalTo("GET, HEAD, OPTIONS"))
                .body("code", equalTo("method_not_allowed"));
        given().delete(Files.ROOT + "/" + file + "/chunks/0")
                .then()
                .statusCode(405)
                .header("Allow", equalTo("GET, HEAD, POST, OPTIONS"));
        given().options(Files.ROOT + "/" + file + "/download")
                .then()
                .statusCode(204)
                .header("Allow", equalTo("GET, HEAD, OPTIONS"));
        raw(file, 0, bytes(10, 1)).statusCode(200);
        get(file + "/chunks/0").statusCode(200);
    }

    @Test
    void halfOfASurrogatePairIsNoText() {
        for (var half : new String[] {"q\\ud800", "\\udc00q", "\\udc00\\ud800"}) {
            given().contentType(ContentType.JSON)
                    .body("{\"filename\":\"" + half + "\",\"file_size\":3,\"uploaded_by\":\"" + someone() + "\"}")
                    .post(Files.ROOT + "/upload")
                    .then()
                    .statusCode(422)
                    .body("fields[0].field", equalTo("filename"));
        }
        given().contentType(ContentType.JSON)
                .body("{\"filename\":\"q\\ud83d\\ude00\\n\",\"file_size\":3,\"uploaded_by\":\"" + someone() + "\"}")
                .post(Files.ROOT + "/upload")
                .then()
                .statusCode(201);
        // ED A0 80 is a lone surrogate in bytes
        given().header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", 3)
                .header("Upload-Metadata", "filename ce2ggA==")
                .post(Files.ROOT + "/tus")
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid_metadata"));
    }

    @Test
    void aSourcesAddressIsAscii() {
        given().contentType(ContentType.JSON)
                .body("{\"peer_id\":\"" + someone() + "\",\"url\":\"https://a.example/\\ud800\",\"chunks\":\"all\"}")
                .post(Files.ROOT + "/" + upload(bytes(3, 1)) + "/sources")
                .then()
                .statusCode(422)
                .body("fields[0].field", equalTo("url"));
    }

    /** Like a row that a fetch left before data from sources was checked. */
    @ParameterizedTest
    @ValueSource(strings = {"text/plain\r\nX-Bad: 1", "a/b\u0007", "", "é/é", "text/plain\nx"})
    void aTypeThatIsNoneIsNotGivenOut(String type) {
        var file = upload(bytes(10, 1));
        rows.all("update file_transfers set mime_type = $2 where file_id = $1", file, type);

        given().get(Files.ROOT + "/" + file + "/download?inline=1")
                .then()
                .statusCode(200)
                .header("Content-Type", equalTo("application/octet-stream"))
                .header("X-BitChat-Mime-Type", equalTo("application/octet-stream"))
                .header("X-Bad", equalTo(null));
    }

    @Test
    void aLongListComesInParts() {
        var file = upload(bytes(10, 1));
        rows.all(
                "update file_transfers set file_size = 5000::bigint * chunk_size, total_chunks = 5000 where file_id = $1",
                file);

        var first = get(file + "/chunks").statusCode(200).extract();

        assertThat(first.jsonPath().getList("")).hasSize(4_096);
        assertThat(first.header("Link")).isEqualTo("<?after=4095>; rel=\"next\"");
        var second = get(file + "/chunks?after=4095").extract();
        assertThat(second.jsonPath().getList("")).hasSize(904);
        assertThat(second.jsonPath().getInt("[0].chunk_index")).isEqualTo(4_096);
        assertThat(second.header("Link")).isNull();
        get(file + "/chunks?after=0&limit=1")
                .body("chunk_index", contains(1))
                .header("Link", equalTo("<?after=1>; rel=\"next\""));
    }

    @Test
    void aPlaceBeyondAllListsIsRefused() {
        var file = begin(10);

        get(file + "/chunks?offset=2000000000").statusCode(422).body("detail", containsString("after"));
        get(file + "/chunks?after=2000000000").statusCode(422);
        get(file + "/chunks?offset=1.5").statusCode(422);
        get(file + "/chunks?limit=1.9").statusCode(422);
        get(file + "/chunks?offset=7").statusCode(200).body(not(containsString("chunk_index")));
    }
}
