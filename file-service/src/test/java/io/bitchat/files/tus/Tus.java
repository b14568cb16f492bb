package io.bitchat.files.tus;

import static io.restassured.RestAssured.given;

import io.bitchat.files.Files;
import io.restassured.RestAssured;
import io.restassured.config.LogConfig;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** Requests of the tests by tus 1.0.0. */
public final class Tus {
    static final String ROOT = Files.ROOT + "/tus";
    static final String BYTES = "application/offset+octet-stream";

    private Tus() {}

    static RequestSpecification tus() {
        // otherwise the body of a failed request would be logged, byte by byte
        return given().config(RestAssured.config().logConfig(new LogConfig())).header("Tus-Resumable", "1.0.0");
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Upload-Metadata with an uploader that no other test uses. */
    static String metadata() {
        return "filename " + base64("document.pdf") + ",filetype " + base64("application/pdf") + ",uploaded_by "
                + base64(Files.someone());
    }

    /** Begins an upload; returns its path. */
    public static String begin(long length) {
        return begin(length, tus());
    }

    static String beginPart(long length) {
        return begin(length, tus().header("Upload-Concat", "partial"));
    }

    private static String begin(long length, RequestSpecification request) {
        return request.header("Upload-Length", length)
                .header("Upload-Metadata", metadata())
                .post(ROOT)
                .then()
                .statusCode(201)
                .extract()
                .header("Location");
    }

    static String id(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    public static ValidatableResponse patch(String path, long offset, byte[] bytes) {
        return patch(path, offset, bytes, tus());
    }

    static ValidatableResponse patch(String path, long offset, byte[] bytes, RequestSpecification request) {
        return request.contentType(BYTES)
                .header("Upload-Offset", offset)
                .body(bytes)
                .patch(path)
                .then();
    }

    static ValidatableResponse head(String path) {
        return tus().head(path).then();
    }

    static long offset(String path) {
        return Long.parseLong(head(path).statusCode(200).extract().header("Upload-Offset"));
    }

    static byte[] slice(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    /** Uploads a complete part; returns its path. */
    static String part(byte[] bytes) {
        var path = beginPart(bytes.length);
        patch(path, 0, bytes).statusCode(204);
        return path;
    }

    static ValidatableResponse join(String metadata, String... parts) {
        return tus().header("Upload-Concat", "final;" + String.join(" ", parts))
                .header("Upload-Metadata", metadata)
                .post(ROOT)
                .then();
    }
}
