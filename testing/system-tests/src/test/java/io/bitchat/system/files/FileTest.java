package io.bitchat.system.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.Content;
import io.bitchat.system.suite.FileClient;
import io.bitchat.system.suite.RequiredSuite;
import io.bitchat.system.suite.Suite;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Uploads and downloads a file as a client that knows only the API. */
@RequiredSuite(RequiredSuite.Kind.OPEN)
class FileTest {
    private static final int CHUNK = Content.MEBIBYTE;

    private final Suite suite = Suite.open();
    private final Client client = new Client(suite.url());
    private final FileClient files = new FileClient(suite);
    private final byte[] bytes = Content.of(5 * CHUNK + 17, 1);

    /** Acknowledged chunks survive a kill -9: only the others are sent again. */
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
        assertThat(download(file, "bytes=0-")).isEqualTo(bytes);
        assertThat(download(file, "bytes=1048570-1048580")).isEqualTo(Arrays.copyOfRange(bytes, 1_048_570, 1_048_581));
    }

    @Test
    void aFormPassesTheGatewayAndABodyOverTheLimitDoesNot() throws Exception {
        var file = begin();

        assertThat(form(file, Arrays.copyOf(bytes, CHUNK))).isEqualTo(200);

        try {
            var refused = files.body(file, 1, new byte[18 * CHUNK], "Content-Type", "application/octet-stream");
            assertThat(refused.statusCode()).isEqualTo(413);
        } catch (IOException _) {
            // the answer may be lost with the connection while the client is still sending
        }
        assertThat(client.get("/files/" + file).body().path("uploaded_chunks").asInt())
                .isEqualTo(1);
    }

    private String begin() {
        return files.begin("document.pdf", bytes.length);
    }

    private int send(String file, int index) throws IOException, InterruptedException {
        return files.send(file, index, bytes).statusCode();
    }

    private byte[] download(String file, String range) throws IOException, InterruptedException {
        var answer = files.download(file, "Range", range);
        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.headers().firstValue("content-disposition"))
                .contains("attachment; filename=\"document.pdf\"");
        return answer.body();
    }

    private int form(String file, byte[] part) throws IOException, InterruptedException {
        var body = new ByteArrayOutputStream();
        body.writeBytes(
                "--edge\r\nContent-Disposition: form-data; name=\"chunk_data\"; filename=\"chunk\"\r\n\r\n".getBytes());
        body.writeBytes(part);
        body.writeBytes("\r\n--edge--\r\n".getBytes());
        return files.body(file, 0, body.toByteArray(), "Content-Type", "multipart/form-data; boundary=edge")
                .statusCode();
    }
}
