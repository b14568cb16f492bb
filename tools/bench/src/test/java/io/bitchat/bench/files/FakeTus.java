package io.bitchat.bench.files;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashMap;
import java.util.Map;

/** A tus server with the operations that the bench uses. */
final class FakeTus {
    private final Map<String, Buffer> uploads = new HashMap<>();
    private int begun;

    /** @param path segments {@code "", api, bitchat, files, tus}, perhaps followed by an id */
    void answer(HttpServerRequest request, String[] path, Buffer body) {
        var response = request.response();
        switch (request.method().name()) {
            case "POST" -> {
                var id = "t" + ++begun;
                uploads.put(id, Buffer.buffer());
                response.setStatusCode(201)
                        .putHeader("location", "/api/bitchat/files/tus/" + id)
                        .end();
            }
            case "PATCH" -> patch(response, uploads.get(path[5]), request.getHeader("upload-offset"), body);
            case "GET" -> response.end(uploads.get(path[5]));
            default -> {
                uploads.remove(path[5]);
                response.setStatusCode(204).end();
            }
        }
    }

    private static void patch(HttpServerResponse response, Buffer upload, String offset, Buffer body) {
        boolean fits = offset.equals(Integer.toString(upload.length()));
        if (fits) upload.appendBuffer(body);
        response.setStatusCode(fits ? 204 : 409).end();
    }
}
