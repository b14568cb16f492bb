package io.bitchat.files;

import static io.bitchat.files.Files.begin;
import static io.bitchat.files.Files.bytes;
import static io.bitchat.files.Files.get;
import static io.bitchat.files.Files.part;
import static io.bitchat.files.Files.raw;
import static io.bitchat.files.Files.upload;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Responses to clients while the folder cannot be written or read. */
@QuarkusTest
@RealServers
class StoreAwayTest {
    private final byte[] bytes = bytes(2 * Files.CHUNK, 1);

    @Test
    void aChunkThatCannotBeWrittenIsAnsweredWith503AndGoesOnAfterwards() throws IOException {
        var file = begin(bytes.length);
        // a file in place of the folder of chunks
        var inTheWay = Folder.chunk(file, 0).getParent();
        java.nio.file.Files.createDirectories(inTheWay.getParent());
        java.nio.file.Files.createFile(inTheWay);

        assertUnavailable(raw(file, 0, part(bytes, 0)));

        java.nio.file.Files.delete(inTheWay);
        raw(file, 0, part(bytes, 0)).statusCode(200);
        raw(file, 1, part(bytes, 1)).statusCode(200);
        assertThat(Files.download(file)).isEqualTo(bytes);
    }

    @Test
    void aChunkThatCannotBeReadIsAnsweredWith503AndIsNotCalledDamaged() throws IOException {
        var file = upload(bytes);
        var object = Folder.chunk(file, 0);
        var aside = object.resolveSibling("aside");
        java.nio.file.Files.move(object, aside);
        java.nio.file.Files.createDirectory(object);

        assertUnavailable(get(file + "/chunks/0"));
        assertUnavailable(get(file + "/download"));

        java.nio.file.Files.delete(object);
        java.nio.file.Files.move(aside, object);
        get(file).body("status", equalTo("completed"));
        assertThat(Files.download(file)).isEqualTo(bytes);
    }

    @Test
    void readinessNamesTheFolder() {
        given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body(
                        "checks.find { it.name == 'store' }.data.store",
                        startsWith("folder " + Path.of("target/files").toAbsolutePath()));
    }

    @Test
    void theStoreIsTimed() {
        upload(bytes(100, 1));

        var metrics = given().get("/q/metrics").then().statusCode(200).extract().asString();

        assertThat(metrics)
                .containsPattern(
                        "bitchat_files_store_put_seconds_count\\{[^}]*outcome=\"ok\"[^}]*store=\"folder\"[^}]*}");
    }

    private static void assertUnavailable(ValidatableResponse answer) {
        answer.statusCode(503).body("code", equalTo("store_unavailable")).body("detail", containsString("try again"));
        assertThat(Integer.parseInt(answer.extract().header("Retry-After"))).isGreaterThanOrEqualTo(1);
    }
}
