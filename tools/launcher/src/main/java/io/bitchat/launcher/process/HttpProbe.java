package io.bitchat.launcher.process;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A GET request with a connect timeout of 1 s and a read timeout of 3 s. */
public final class HttpProbe {
    static final int OK = 200;

    private static final int CONNECT_MILLIS = 1000;
    private static final int READ_MILLIS = 3000;

    /**
     * The answer.
     *
     * @param status HTTP status; 0 if there was no answer
     * @param body the body, or the reason why there was no answer
     */
    public record Answer(int status, String body) {}

    private HttpProbe() {}

    public static Answer get(URI uri) {
        try {
            var connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setConnectTimeout(CONNECT_MILLIS);
            connection.setReadTimeout(READ_MILLIS);
            int status = connection.getResponseCode();
            try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                return new Answer(status, body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8));
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return new Answer(0, String.valueOf(e.getMessage()));
        }
    }
}
