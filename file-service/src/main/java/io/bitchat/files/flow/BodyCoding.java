package io.bitchat.files.flow;

import io.bitchat.kit.problem.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** What is stored is what was sent: a body that was coded for its way would come out coded. */
public final class BodyCoding {
    private BodyCoding() {}

    /** 415 for a body with a content coding (RFC 9110, sections 8.4 and 15.5.16). */
    public static void requireNone(HttpServerRequest request) {
        var coding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (coding == null || coding.isBlank() || coding.strip().equalsIgnoreCase("identity")) return;
        request.response().putHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
        throw Problem.of(
                415,
                "unsupported_content_encoding",
                "send the bytes as they are, without the header Content-Encoding; what is stored is what was sent");
    }
}
