package io.bitchat.gateway.pages;

import io.bitchat.gateway.exchange.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Properties;

/** Swagger UI from the jar: nothing is loaded from elsewhere, and the page can run only its own scripts. */
public final class DocsPage {
    private static final String SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'none'";
    private static final Map<String, String> TYPES = Map.of(
            "swagger-ui.css", "text/css",
            "swagger-ui-bundle.js", "text/javascript",
            "favicon-32x32.png", "image/png");
    private static final String START = "start.js";
    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><title>BitChat API</title>
            <link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
            <link rel="stylesheet" href="/docs/swagger-ui.css"></head>
            <body><div id="ui"></div>
            <script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body>
            </html>
            """;
    private static final String SCRIPT = """
            SwaggerUIBundle({ url: "/openapi", dom_id: "#ui", deepLinking: true, validatorUrl: null });
            """;

    private final Vertx vertx;
    private final String version = version();

    public DocsPage(Vertx vertx) {
        this.vertx = vertx;
    }

    /** @param path normalised path: {@code /docs} or a file below it */
    void answer(HttpServerRequest request, String path, String traceId) {
        String file = path.equals("/docs") ? "" : path.substring("/docs/".length());
        HttpServerResponse response = request.response();
        response.putHeader("content-security-policy", SECURITY_POLICY)
                .putHeader("x-content-type-options", "nosniff")
                .putHeader("referrer-policy", "no-referrer");
        switch (file) {
            case "", "index.html" ->
                response.putHeader("content-type", "text/html; charset=utf-8").end(PAGE);
            case START -> response.putHeader("content-type", "text/javascript").end(SCRIPT);
            default -> answerFile(request, file, traceId);
        }
    }

    private void answerFile(HttpServerRequest request, String file, String traceId) {
        String type = TYPES.get(file);
        HttpServerResponse response = request.response();
        if (type == null) {
            Problem.notFound("/docs/" + file).send(response, traceId);
            return;
        }
        String tag = "\"" + version + "\"";
        response.putHeader("etag", tag).putHeader("cache-control", "public, max-age=3600");
        if (tag.equals(request.getHeader("if-none-match"))) {
            response.setStatusCode(304).end();
            return;
        }
        read(file)
                .onSuccess(response.putHeader("content-type", type)::end)
                .onFailure(_ -> Problem.notFound("/docs/" + file).send(response, traceId));
    }

    private Future<Buffer> read(String file) {
        return vertx.executeBlocking(() -> {
            try (var in = DocsPage.class.getResourceAsStream(
                    "/META-INF/resources/webjars/swagger-ui/" + version + "/" + file)) {
                if (in == null) {
                    throw new IOException(file + " is missing from the jar");
                }
                return Buffer.buffer(in.readAllBytes());
            }
        });
    }

    private static String version() {
        var properties = new Properties();
        try (var in = DocsPage.class.getResourceAsStream("/META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException _) {
            /* the page then answers 404 for its files, which its test would show */
        }
        return properties.getProperty("version", "unknown");
    }
}
