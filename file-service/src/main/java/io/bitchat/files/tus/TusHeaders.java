package io.bitchat.files.tus;

import io.bitchat.kit.problem.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads and writes the headers of tus 1.0.0. */
public final class TusHeaders {
    static final String VERSION = "1.0.0";
    static final String EXTENSIONS = "creation,creation-with-upload,checksum,expiration,termination,concatenation";
    static final String RESUMABLE = "Tus-Resumable";
    static final String OFFSET = "Upload-Offset";
    static final String LENGTH = "Upload-Length";
    static final String DEFER_LENGTH = "Upload-Defer-Length";
    static final String METADATA = "Upload-Metadata";
    static final String CONCAT = "Upload-Concat";
    static final String CHECKSUM = "Upload-Checksum";
    static final String EXPIRES = "Upload-Expires";
    static final String METHOD_OVERRIDE = "X-HTTP-Method-Override";

    private static final String BYTES = "application/offset+octet-stream";
    /** Date format of HTTP (RFC 9110, section 5.6.7). */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private TusHeaders() {}

    /** Fails with 412 for another version of the protocol. */
    static void requireVersion(HttpServerRequest request) {
        var said = request.getHeader(RESUMABLE);
        if (VERSION.equals(said)) return;
        throw Problem.of(412, "unsupported_version", "send the header '" + RESUMABLE + ": " + VERSION + "'");
    }

    /** Fails with 415 for a body of another type. */
    public static void requireBytes(HttpServerRequest request) {
        if (isBytes(request)) return;
        throw Problem.of(415, "unsupported_media_type", "send the bytes as " + BYTES);
    }

    public static boolean isBytes(HttpServerRequest request) {
        return BYTES.equals(mediaType(request));
    }

    private static String mediaType(HttpServerRequest request) {
        var header = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return header == null ? "" : header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    public static Optional<Long> contentLength(HttpServerRequest request) {
        return number(request, HttpHeaders.CONTENT_LENGTH.toString());
    }

    /** A number of bytes; fails with 400 if the header is anything else. */
    static Optional<Long> number(HttpServerRequest request, String name) {
        var text = request.getHeader(name);
        if (text == null) return Optional.empty();
        if (text.matches("[0-9]{1,18}")) return Optional.of(Long.parseLong(text));
        throw Problem.malformed(name + " must be a number of bytes");
    }

    static String date(Instant at) {
        return DATE.format(at);
    }

    /** The effective method. Some proxies allow only GET and POST, so clients may send the real method in a header. */
    static String method(HttpServerRequest request) {
        @Nullable String other = request.getHeader(METHOD_OVERRIDE);
        return other == null ? request.method().name() : other.strip().toUpperCase(Locale.ROOT);
    }
}
