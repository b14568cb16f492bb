package io.bitchat.files;

import static io.bitchat.files.Files.begin;
import static io.bitchat.files.Files.bytes;
import static io.bitchat.files.Files.get;
import static io.bitchat.files.Files.raw;
import static io.bitchat.files.Files.someone;
import static io.bitchat.files.Files.tryBegin;
import static io.bitchat.files.Files.upload;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@RealServers
class DownloadTest {
    private static final int SIZE = 3 * Files.CHUNK + 12_345;

    private final byte[] bytes = bytes(SIZE, 1);

    @Test
    void theFileIsWhatWasUploaded() {
        var file = upload(bytes);

        var answer = get(file + "/download").statusCode(200).extract();

        assertThat(answer.asByteArray()).isEqualTo(bytes);
        assertThat(answer.header("Content-Disposition")).isEqualTo("attachment; filename=\"document.pdf\"");
        assertThat(answer.header("Content-Type")).isEqualTo("application/octet-stream");
        assertThat(answer.header("X-BitChat-Mime-Type")).isEqualTo("application/pdf");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Accept-Ranges")).isEqualTo("bytes");
        assertThat(answer.header("Content-Length")).isEqualTo(Integer.toString(SIZE));
        String root = get(file).extract().path("merkle_root");
        assertThat(answer.header("ETag")).isEqualTo('"' + root + '"');
    }

    @Test
    void aHeadTellsTheSameWithoutTheBytes() {
        var file = upload(bytes);

        var head = given().head(Files.ROOT + "/" + file + "/download")
                .then()
                .statusCode(200)
                .extract();

        assertThat(head.asByteArray()).isEmpty();
        assertThat(head.header("Content-Length")).isEqualTo(Integer.toString(SIZE));
        assertThat(head.header("ETag")).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0, 1048575",
        "1048575, 1048576",
        "1048576, 2097151",
        "5, 3158072",
        "3158072, 3158072",
        "2097152, 3145728"
    })
    void aPartIsServed(int first, int last) {
        var file = upload(bytes);

        var answer = ranged(file, "bytes=" + first + "-" + last)
                .then()
                .statusCode(206)
                .extract();

        assertThat(answer.asByteArray()).isEqualTo(Arrays.copyOfRange(bytes, first, last + 1));
        assertThat(answer.header("Content-Range")).isEqualTo("bytes " + first + "-" + last + "/" + SIZE);
    }

    @Test
    void whatBeginsBeyondTheEndIsRefused() {
        var file = upload(bytes(10, 1));

        var answer = ranged(file, "bytes=10-").then().statusCode(416).extract();

        assertThat(answer.header("Content-Range")).isEqualTo("bytes */10");
        assertThat(ranged(file, "bytes=-3").asByteArray()).isEqualTo(Arrays.copyOfRange(bytes(10, 1), 7, 10));
    }

    /** RFC 9110, section 13.1.1: strong comparison, and evaluated before other conditions. */
    @Test
    void whoWantsAnotherFileGetsNone() {
        var file = upload(bytes(10, 1));
        var tag = get(file + "/download").extract().header("ETag");

        for (var other : List.of("\"other\"", "W/" + tag)) {
            given().header("If-Match", other)
                    .header("If-None-Match", tag)
                    .get(Files.ROOT + "/" + file + "/download")
                    .then()
                    .statusCode(412)
                    .body("code", equalTo("precondition_failed"));
        }
        for (var same : List.of("*", "\"other\", " + tag)) {
            given().header("If-Match", same)
                    .get(Files.ROOT + "/" + file + "/download")
                    .then()
                    .statusCode(200);
        }
    }

    @Test
    void whatTheClientHasIsNotSentAgain() {
        var file = upload(bytes(10, 1));
        var tag = get(file + "/download").extract().header("ETag");

        given().header("If-None-Match", tag)
                .get(Files.ROOT + "/" + file + "/download")
                .then()
                .statusCode(304);
        given().header("If-None-Match", "\"other\", W/" + tag)
                .get(Files.ROOT + "/" + file + "/download")
                .then()
                .statusCode(304);
        given().header("If-Range", tag)
                .header("Range", "bytes=1-2")
                .get(Files.ROOT + "/" + file + "/download")
                .then()
                .statusCode(206);
        given().header("If-Range", "\"other\"")
                .header("Range", "bytes=1-2")
                .get(Files.ROOT + "/" + file + "/download")
                .then()
                .statusCode(200);
    }

    @Test
    void beforeItIsCompleteThereIsNothing() {
        var file = begin(2 * Files.CHUNK);
        raw(file, 1, bytes(Files.CHUNK, 1)).statusCode(200);

        get(file + "/download")
                .statusCode(409)
                .body("code", equalTo("file_incomplete"))
                .body("detail", containsString("1 of 2"));
    }

    @Test
    void whateverANameSaysTheHeaderIsOneLine() {
        var file = upload("Grüße \"1\".txt", bytes(3, 1));

        var header = get(file + "/download").extract().header("Content-Disposition");

        assertThat(header)
                .isEqualTo("attachment; filename=\"Gr__e _1_.txt\"; filename*=UTF-8''Gr%C3%BC%C3%9Fe%20%221%22.txt");
    }

    @Test
    void onlyHarmlessTypesAreShown() {
        String page = tryBegin(Map.of(
                        "filename", "a.html", "file_size", 3, "uploaded_by", someone(), "mime_type", "text/html"))
                .extract()
                .path("file_id");
        raw(page, 0, bytes(3, 1)).statusCode(200);
        var paper = upload(bytes(3, 1));

        var shown = get(paper + "/download?inline=1").extract();
        var kept = get(page + "/download?inline=1").extract();

        assertThat(shown.header("Content-Type")).isEqualTo("application/pdf");
        assertThat(shown.header("Content-Disposition")).startsWith("inline");
        assertThat(kept.header("Content-Type")).isEqualTo("application/octet-stream");
        assertThat(kept.header("Content-Disposition")).startsWith("attachment");
    }

    private static Response ranged(String file, String range) {
        return given().header("Range", range).get(Files.ROOT + "/" + file + "/download");
    }
}
