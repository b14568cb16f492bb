package io.bitchat.files;

import static io.bitchat.files.Files.begin;
import static io.bitchat.files.Files.bytes;
import static io.bitchat.files.Files.get;
import static io.bitchat.files.Files.raw;
import static io.bitchat.files.Files.request;
import static io.bitchat.files.Files.someone;
import static io.bitchat.files.Files.tryBegin;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@RealServers
class UploadTest {
    @Test
    void anUploadBeginsWithAllThatAClientNeeds() {
        var by = someone();

        tryBegin(request("document.pdf", 5_242_880, by))
                .statusCode(201)
                .body("id", matchesPattern("[0-9a-f-]{36}"))
                .body("file_id", matchesPattern("file_[0-9a-f]{32}"))
                .body("filename", equalTo("document.pdf"))
                .body("file_size", equalTo(5_242_880))
                .body("mime_type", equalTo("application/pdf"))
                .body("chunk_size", equalTo(1_048_576))
                .body("total_chunks", equalTo(5))
                .body("uploaded_chunks", equalTo(0))
                .body("uploaded_by", equalTo(by))
                .body("status", equalTo("pending"))
                .body("progress", equalTo(0.0f))
                .body("created_at", notNullValue())
                .body("completed_at", nullValue())
                .body("download_sources", empty());
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1048576, 1", "1048577, 2", "5242881, 6", "1073741824, 1024"})
    void aFileHasAsManyChunksAsItTakes(long size, int chunks) {
        tryBegin(request("f", size, someone())).statusCode(201).body("total_chunks", equalTo(chunks));
    }

    @Test
    void progressIsPercentOfTheChunks() {
        var file = begin(3 * Files.CHUNK);
        var part = bytes(Files.CHUNK, 1);

        raw(file, 2, part).statusCode(200);
        get(file)
                .statusCode(200)
                .body("status", equalTo("uploading"))
                .body("uploaded_chunks", equalTo(1))
                .body("progress", equalTo(33.33f));
        raw(file, 0, part).statusCode(200);
        get(file).body("progress", equalTo(66.67f));
        raw(file, 1, part).statusCode(200);
        get(file)
                .body("progress", equalTo(100.0f))
                .body("status", equalTo("completed"))
                .body("completed_at", notNullValue())
                .body("merkle_root", matchesPattern("[0-9a-f]{64}"));
    }

    @ParameterizedTest
    @CsvSource({
        "filename, , filename",
        "filename, '', filename",
        "file_size, , file_size",
        "file_size, 0, file_size",
        "file_size, -1, file_size",
        "uploaded_by, , uploaded_by",
        "uploaded_by, a b, uploaded_by",
        "mime_type, 'text/html\r\nX: y', mime_type",
        "mime_type, nonsense, mime_type"
    })
    void whatIsMissingOrWrongIsNamed(String field, String value, String named) {
        var body = new HashMap<>(request("f", 10, someone()));
        if (value == null) body.remove(field);
        else body.put(field, field.equals("file_size") ? Long.valueOf(value) : value);

        tryBegin(body).statusCode(422).body("fields[0].field", equalTo(named));
    }

    @Test
    void aFileOverTheLimitIsRefusedWithTheLimit() {
        tryBegin(request("f", 1_073_741_825, someone()))
                .statusCode(413)
                .body("limit", equalTo(1_073_741_824))
                .body("code", equalTo("payload_too_large"));
    }

    @Test
    void anUnknownMediaTypeIsBytes() {
        tryBegin(Map.of("filename", "f", "file_size", 1, "uploaded_by", someone()))
                .statusCode(201)
                .body("mime_type", equalTo("application/octet-stream"));
    }

    @Test
    void aPathIsTakenOffTheName() {
        tryBegin(request("../../.ssh/id_rsa", 1, someone())).statusCode(201).body("filename", equalTo("id_rsa"));
    }

    @Test
    void thereAreTenUploadsOfAPeerAtATime() {
        var by = someone();
        String first = "";
        for (int i = 0; i < 10; i++) {
            first = tryBegin(request("f" + i, 10, by)).statusCode(201).extract().path("file_id");
        }
        for (int i = 0; i < 6; i++) {
            var retry = tryBegin(request("more", 10, by))
                    .statusCode(429)
                    .body("code", equalTo("too_many_uploads"))
                    .extract()
                    .header("Retry-After");
            assertThat(Integer.parseInt(retry)).isBetween(1, 600);
        }
        tryBegin(request("of another", 10, someone())).statusCode(201);

        raw(first, 0, bytes(10, 1)).statusCode(200);

        tryBegin(request("now there is room", 10, by)).statusCode(201);
    }

    /** Each request counts the uploads begun before it, even if all arrive at the same moment. */
    @Test
    void thereAreTenAlsoWhereAllBeginTogether() throws Exception {
        var by = someone();
        var together = new CyclicBarrier(24);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> one = () -> {
                together.await(30, TimeUnit.SECONDS);
                return tryBegin(request("f", 10, by)).extract().statusCode();
            };
            var codes = threads.invokeAll(Collections.nCopies(24, one)).stream()
                    .map(Future::resultNow)
                    .toList();

            assertThat(codes).containsOnly(201, 429);
            assertThat(Collections.frequency(codes, 201)).isEqualTo(10);
        }
    }

    @Test
    void whatDoesNotExistIsNamed() {
        get("file_nope").statusCode(404).body("detail", containsString("file_nope"));
        get("file_nope/chunks").statusCode(404);
        get("file_nope/download").statusCode(404).body("detail", containsString("file_nope"));
        raw("file_nope", 0, bytes(1, 1)).statusCode(404);
        get("").statusCode(404); // nothing lists files
    }

    @Test
    void aCancelledUploadIsGone() {
        var file = begin(2 * Files.CHUNK);
        raw(file, 0, bytes(Files.CHUNK, 1)).statusCode(200);

        given().delete(Files.ROOT + "/" + file).then().statusCode(204);

        get(file).statusCode(200).body("status", equalTo("failed")).body("uploaded_chunks", equalTo(0));
        raw(file, 1, bytes(Files.CHUNK, 1)).statusCode(409).body("code", equalTo("upload_failed"));
        assertThat(Folder.of(file)).isEmpty();
        given().delete(Files.ROOT + "/" + file).then().statusCode(204);
    }
}
