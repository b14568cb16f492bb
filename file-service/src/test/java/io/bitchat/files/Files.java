package io.bitchat.files;

import static io.restassured.RestAssured.given;

import io.restassured.RestAssured;
import io.restassured.config.LogConfig;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** HTTP requests of the tests to the service. */
public final class Files {
    public static final String ROOT = "/api/bitchat/files";
    public static final int CHUNK = 1 << 20;

    private Files() {}

    /** A peer that no other test uses. */
    public static String someone() {
        return "peer-" + UUID.randomUUID();
    }

    /** Random bytes, the same for the same seed. */
    public static byte[] bytes(int count, long seed) {
        var bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    public static byte[] part(byte[] file, int index) {
        return Arrays.copyOfRange(file, index * CHUNK, Math.min(file.length, (index + 1) * CHUNK));
    }

    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public static ValidatableResponse tryBegin(Object body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post(ROOT + "/upload")
                .then();
    }

    public static Map<String, Object> request(String name, long size, String by) {
        return Map.of("filename", name, "file_size", size, "uploaded_by", by, "mime_type", "application/pdf");
    }

    /** Begins an upload. */
    public static String begin(long size) {
        return tryBegin(request("document.pdf", size, someone()))
                .statusCode(201)
                .extract()
                .path("file_id");
    }

    /** Otherwise the body of a failed request would be logged, byte by byte. */
    private static RequestSpecification quiet() {
        return given().config(RestAssured.config().logConfig(new LogConfig()));
    }

    /** Sends a chunk as a form. */
    public static ValidatableResponse form(String file, int index, byte[] bytes) {
        return quiet().multiPart("chunk_data", "chunk", bytes)
                .post(ROOT + "/" + file + "/chunks/" + index)
                .then();
    }

    /** Sends a chunk as a raw body. */
    public static ValidatableResponse raw(String file, int index, byte[] bytes) {
        return quiet().contentType("application/octet-stream")
                .body(bytes)
                .post(ROOT + "/" + file + "/chunks/" + index)
                .then();
    }

    /** Uploads a complete file. */
    public static String upload(byte[] bytes) {
        return upload("document.pdf", bytes);
    }

    public static String upload(String name, byte[] bytes) {
        String file = tryBegin(request(name, bytes.length, someone()))
                .statusCode(201)
                .extract()
                .path("file_id");
        for (int index = 0; (long) index * CHUNK < bytes.length; index++) {
            raw(file, index, part(bytes, index)).statusCode(200);
        }
        return file;
    }

    public static ValidatableResponse get(String path) {
        return given().get(ROOT + "/" + path).then();
    }

    public static byte[] download(String file) {
        return get(file + "/download").statusCode(200).extract().asByteArray();
    }
}
