package io.bitchat.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A file as a client without any knowledge of the services sends and gets it. */
class FileTest {
    private static final int CHUNK = 1 << 20;

    private final Suite suite = Suite.open();
    private final Client client = new Client(suite.url());
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final byte[] octets = new byte[5 * CHUNK + 17];

    FileTest() {
        new Random(1).nextBytes(octets);
    }

    /** What was acknowledged before a kill -9 is there after it: only what was not is sent again. */
    @Test
    void anUploadGoesOnAfterItsServiceWasKilled() throws Exception {
        var file = begin();
        for (int index = 0; index < 3; index++) assertThat(send(file, index)).isEqualTo(200);

        suite.kill("file-service");

        await().atMost(Duration.ofSeconds(90))
                .until(() -> client.get("/files/" + file + "/chunks").status() == 200);
        var states = client.get("/files/" + file + "/chunks").body();
        for (int index = 0; index < 6; index++) {
            assertThat(states.get(index).path("uploaded").asBoolean()).isEqualTo(index < 3);
        }
        for (int index = 3; index < 6; index++) assertThat(send(file, index)).isEqualTo(200);
        assertThat(client.get("/files/" + file).body().path("status").asText()).isEqualTo("completed");
        assertThat(download(file, "bytes=0-").body()).isEqualTo(octets);
        assertThat(download(file, "bytes=1048570-1048580").body())
                .isEqualTo(Arrays.copyOfRange(octets, 1_048_570, 1_048_581));
    }

    @Test
    void aFormPassesTheGatewayAndABodyOverTheLimitDoesNot() throws Exception {
        var file = begin();

        assertThat(form(file, Arrays.copyOf(octets, CHUNK)).statusCode()).isEqualTo(200);

        var uri = URI.create(suite.url() + "/api/bitchat/files/" + file + "/chunks/1");
        var large = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(new byte[18 * CHUNK]))
                .build();
        try {
            assertThat(http.send(large, BodyHandlers.discarding()).statusCode()).isEqualTo(413);
        } catch (IOException _) {
            // the answer may be lost with the connection while the client is still sending
        }
        assertThat(client.get("/files/" + file).body().path("uploaded_chunks").asInt())
                .isEqualTo(1);
    }

    private String begin() {
        var begun = client.post(
                "/files/upload",
                Map.of(
                        "filename",
                        "document.pdf",
                        "file_size",
                        octets.length,
                        "uploaded_by",
                        Client.someone("alice"),
                        "mime_type",
                        "application/pdf"));
        assertThat(begun.status()).isEqualTo(201);
        assertThat(begun.body().path("total_chunks").asInt()).isEqualTo(6);
        return begun.body().path("file_id").asText();
    }

    private int send(String file, int index) throws IOException, InterruptedException {
        var part = Arrays.copyOfRange(octets, index * CHUNK, Math.min(octets.length, (index + 1) * CHUNK));
        var request = HttpRequest.newBuilder(
                        URI.create(suite.url() + "/api/bitchat/files/" + file + "/chunks/" + index))
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(part))
                .build();
        return http.send(request, BodyHandlers.discarding()).statusCode();
    }

    private HttpResponse<byte[]> download(String file, String range) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(suite.url() + "/api/bitchat/files/" + file + "/download"))
                .header("Range", range)
                .build();
        var answer = http.send(request, BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.headers().firstValue("content-disposition"))
                .contains("attachment; filename=\"document.pdf\"");
        return answer;
    }

    private HttpResponse<Void> form(String file, byte[] part) throws IOException, InterruptedException {
        var body = new ByteArrayOutputStream();
        body.writeBytes(
                "--edge\r\nContent-Disposition: form-data; name=\"chunk_data\"; filename=\"chunk\"\r\n\r\n".getBytes());
        body.writeBytes(part);
        body.writeBytes("\r\n--edge--\r\n".getBytes());
        var request = HttpRequest.newBuilder(URI.create(suite.url() + "/api/bitchat/files/" + file + "/chunks/0"))
                .header("Content-Type", "multipart/form-data; boundary=edge")
                .POST(BodyPublishers.ofByteArray(body.toByteArray()))
                .build();
        return http.send(request, BodyHandlers.discarding());
    }
}
