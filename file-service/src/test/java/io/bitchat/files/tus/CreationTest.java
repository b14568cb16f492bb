package io.bitchat.files.tus;

import static io.bitchat.files.Files.bytes;
import static io.bitchat.files.Files.get;
import static io.bitchat.files.Files.someone;
import static io.bitchat.files.tus.Tus.ROOT;
import static io.bitchat.files.tus.Tus.base64;
import static io.bitchat.files.tus.Tus.begin;
import static io.bitchat.files.tus.Tus.head;
import static io.bitchat.files.tus.Tus.id;
import static io.bitchat.files.tus.Tus.tus;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.bitchat.contracts.files.FileEvent;
import io.bitchat.files.Files;
import io.bitchat.files.RealServers;
import io.bitchat.testkit.Heard;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@RealServers
class CreationTest {
    @ParameterizedTest
    @ValueSource(strings = {ROOT, ROOT + "/file_00"})
    void whatIsOfferedIsToldToWhoAsks(String path) {
        given().options(path)
                .then()
                .statusCode(204)
                .header("Tus-Resumable", "1.0.0")
                .header("Tus-Version", "1.0.0")
                .header("Tus-Max-Size", "1073741824")
                .header("Tus-Checksum-Algorithm", "md5,sha1,sha256")
                .header("Tus-Extension", "creation,creation-with-upload,checksum,expiration,termination,concatenation");
    }

    @Test
    void anUploadIsAFileOfThisService() {
        var by = someone();
        var metadata = "filename " + base64("a/b ü.pdf") + ",filetype " + base64("application/pdf") + ",uploaded_by "
                + base64(by) + ",mine";

        var created = tus().header("Upload-Length", 3_000_000)
                .header("Upload-Metadata", metadata)
                .post(ROOT)
                .then()
                .statusCode(201)
                .header("Tus-Resumable", "1.0.0")
                .header("Location", matchesPattern(ROOT + "/file_[0-9a-f]{32}"))
                .header("Upload-Expires", matchesPattern("[A-Z][a-z]{2}, \\d{2} [A-Z][a-z]{2} \\d{4} [\\d:]{8} GMT"));

        String path = created.extract().header("Location");
        get(id(path))
                .body("filename", equalTo("b ü.pdf"))
                .body("mime_type", equalTo("application/pdf"))
                .body("uploaded_by", equalTo(by))
                .body("file_size", equalTo(3_000_000))
                .body("status", equalTo("pending"));
        head(path)
                .statusCode(200)
                .header("Upload-Offset", "0")
                .header("Upload-Length", "3000000")
                .header("Upload-Metadata", metadata)
                .header("Upload-Expires", notNullValue())
                .header("Cache-Control", "no-store")
                .header("Tus-Resumable", "1.0.0");
    }

    @Test
    void whatIsNotSaidHasADefault() {
        String path = tus().header("Upload-Length", 10)
                .post(ROOT)
                .then()
                .statusCode(201)
                .extract()
                .header("Location");

        get(id(path))
                .body("filename", equalTo("file"))
                .body("mime_type", equalTo("application/octet-stream"))
                .body("uploaded_by", equalTo("anonymous"));
        head(path).header("Upload-Metadata", nullValue());
        tus().delete(path).then().statusCode(204);
    }

    @Test
    void theFirstBytesMayComeWithTheCreation() {
        var bytes = bytes(1_500_000, 1);

        String path = tus().header("Upload-Length", 2_000_000)
                .header("Upload-Metadata", Tus.metadata())
                .contentType(Tus.BYTES)
                .body(bytes)
                .post(ROOT)
                .then()
                .statusCode(201)
                .header("Upload-Offset", "1500000")
                .extract()
                .header("Location");

        assertThat(Tus.offset(path)).isEqualTo(1_500_000);
    }

    @Test
    void aCreationWhoseChecksumIsWrongLeavesNothing() {
        var by = someone();
        tus().header("Upload-Length", 10)
                .header("Upload-Metadata", "uploaded_by " + base64(by))
                .header("Upload-Checksum", "sha1 " + base64("wrong"))
                .contentType(Tus.BYTES)
                .body(bytes(10, 1))
                .post(ROOT)
                .then()
                .statusCode(460);

        // ten uploads may be in progress; the failed one does not count
        for (int i = 0; i < 10; i++) {
            Files.tryBegin(Files.request("x", 10, by)).statusCode(201);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "filename ###, not base64",
        "'filename YQ==,filename YQ==', twice",
        "a b c, pairs",
        "filename /w==, not UTF-8",
        "filetype bm9uc2Vuc2U=, mimeType",
        "uploaded_by IA==, uploadedBy",
        "', ', pairs"
    })
    void metadataThatCannotBeReadIsRefused(String metadata, String why) {
        tus().header("Upload-Length", 10)
                .header("Upload-Metadata", metadata)
                .post(ROOT)
                .then()
                .statusCode(400)
                .header("Tus-Resumable", "1.0.0")
                .body("code", equalTo("invalid_metadata"))
                .body("detail", containsString(why));
    }

    @Test
    void lengthsThatAreNotTakenAreRefused() {
        tus().post(ROOT).then().statusCode(400).body("detail", containsString("Upload-Length"));
        tus().header("Upload-Length", "-1").post(ROOT).then().statusCode(400);
        tus().header("Upload-Defer-Length", "1")
                .post(ROOT)
                .then()
                .statusCode(400)
                .body("detail", containsString("not supported"));
        tus().header("Upload-Length", "0")
                .post(ROOT)
                .then()
                .statusCode(422)
                .body("detail", containsString("empty file"));
        tus().header("Upload-Length", 1_073_741_825L)
                .post(ROOT)
                .then()
                .statusCode(413)
                .body("limit", equalTo(1_073_741_824));
    }

    @Test
    void aPeerHasSoManyUnderWayAsWithoutTus() {
        var metadata = "uploaded_by " + base64(someone());
        for (int i = 0; i < 11; i++) {
            tus().header("Upload-Length", 10)
                    .header("Upload-Metadata", metadata)
                    .post(ROOT)
                    .then()
                    .statusCode(i < 10 ? 201 : 429);
        }
    }

    @Test
    void anotherVersionIsRefusedAndThisOneTold() {
        for (var request : java.util.List.of(given(), given().header("Tus-Resumable", "0.2.2"))) {
            request.header("Upload-Length", 10)
                    .post(ROOT)
                    .then()
                    .statusCode(412)
                    .header("Tus-Version", "1.0.0")
                    .header("Tus-Resumable", "1.0.0");
        }
    }

    @Test
    void otherMethodsAreNotAllowed() {
        tus().get(begin(10)).then().statusCode(405).header("Allow", containsString("PATCH"));
        tus().put(ROOT).then().statusCode(405);
    }

    @Test
    void theFactsAreThoseOfEveryUpload() {
        var bytes = bytes(Files.CHUNK + 1, 2);
        var path = begin(bytes.length);
        Tus.patch(path, 0, bytes).statusCode(204);

        assertThat(Heard.about(FileEvent.TOPIC, id(path), 4))
                .extracting(Heard.Fact::type)
                .containsExactly("initialised", "chunk_stored", "chunk_stored", "completed");
    }

    @Test
    void aFileThatWasBegunOtherwiseIsNoUploadByTus() {
        var file = Files.begin(10);

        head(ROOT + "/" + file).statusCode(404);
        head(ROOT + "/file_00").statusCode(404).header("Upload-Offset", nullValue());
    }
}
