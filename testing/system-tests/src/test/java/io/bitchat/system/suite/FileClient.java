package io.bitchat.system.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

/** A client that uploads and downloads files in chunks of 1 MiB. */
public final class FileClient {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String url;
    private final Client client;

    public FileClient(Suite suite) {
        this.url = suite.url();
        this.client = new Client(url);
    }

    /** Begins an upload of a new peer; returns the file id. */
    public String begin(String name, long size) {
        var begun = client.post(
                "/files/upload",
                Map.of(
                        "filename",
                        name,
                        "file_size",
                        size,
                        "uploaded_by",
                        Client.someone("alice"),
                        "mime_type",
                        "application/pdf"));
        assertThat(begun.status()).as(begun.raw().body()).isEqualTo(201);
        return begun.body().path("file_id").asText();
    }

    /** Sends the chunk of these file bytes with this index. */
    public HttpResponse<String> send(String file, int index, byte[] bytes) throws IOException, InterruptedException {
        return body(file, index, Content.part(bytes, index), "Content-Type", "application/octet-stream");
    }

    /** Sends an arbitrary body as a chunk. */
    public HttpResponse<String> body(String file, int index, byte[] body, String... headers)
            throws IOException, InterruptedException {
        var request = request(file, "/chunks/" + index)
                .headers(headers)
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        return HTTP.send(request, BodyHandlers.ofString());
    }

    /** Uploads a file chunk by chunk; returns its id. */
    public String upload(String name, byte[] bytes) throws IOException, InterruptedException {
        var file = begin(name, bytes.length);
        for (int index = 0; (long) index * Content.MEBIBYTE < bytes.length; index++) {
            assertThat(send(file, index, bytes).statusCode()).isEqualTo(200);
        }
        return file;
    }

    public HttpResponse<byte[]> download(String file, String... headers) throws IOException, InterruptedException {
        var request = request(file, "/download");
        if (headers.length > 0) request.headers(headers);
        return HTTP.send(request.build(), BodyHandlers.ofByteArray());
    }

    /** Downloads the file as a stream. */
    public HttpResponse<InputStream> open(String file) throws IOException, InterruptedException {
        return HTTP.send(request(file, "/download").build(), BodyHandlers.ofInputStream());
    }

    private HttpRequest.Builder request(String file, String path) {
        return HttpRequest.newBuilder(URI.create(url + "/api/bitchat/files/" + file + path));
    }
}
