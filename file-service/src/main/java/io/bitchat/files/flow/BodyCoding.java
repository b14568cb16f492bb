package io.bitchat.files.flow;

import io.bitchat.kit.problem.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** Rejects bodies with a content coding, which would be stored and given out encoded. */
public final class BodyCoding {
    private BodyCoding() {}

    /** Fails with 415 if the body has a content coding (RFC 9110, sections 8.4 and 15.5.16). */
    public static void requireNone(HttpServerRequest request) {
        var coding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (coding == null || coding.isBlank() || coding.strip().equalsIgnoreCase("identity")) return;
        request.response().putHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
        throw Problem.of(
                415,
                "unsupported_content_encoding",
                "Content-Encoding is not supported; send the bytes as they are to be stored");
    }
}
