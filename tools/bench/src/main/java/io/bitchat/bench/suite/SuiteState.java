package io.bitchat.bench.suite;

import io.bitchat.bench.Refused;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The running suite, as described by its launcher, or by a URL only.
 *
 * @param api base URL of the gateway
 * @param pids process ids by name; empty if only the URL is known
 * @param kafka bootstrap servers
 * @param postgres access to the database
 * @param s3 URL of the S3 server that the suite started, if it did
 * @param data data folder of the suite
 */
public record SuiteState(
        URI api,
        Map<String, Long> pids,
        Optional<String> kafka,
        Optional<Postgres> postgres,
        Optional<URI> s3,
        Optional<Path> data) {

    /** @param url JDBC URL */
    public record Postgres(String url, String user, String password) {}

    public static SuiteState ofUrl(String url) {
        return new SuiteState(
                URI.create(url), Map.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static SuiteState read(Path file) {
        if (!Files.isReadable(file)) {
            throw new Refused(
                    "no running suite is described in " + file + "; start it first: ./bitchat up --rate-limit off");
        }
        try {
            return of(new JsonObject(Files.readString(file)), dataFolder(file));
        } catch (IOException | DecodeException | ClassCastException | IllegalArgumentException e) {
            throw new Refused(file + " cannot be read (" + e.getMessage() + "); restart the suite: ./bitchat up");
        }
    }

    private static Path dataFolder(Path file) {
        Path run = file.toAbsolutePath().getParent();
        Path data = run == null ? null : run.getParent();
        return data == null ? Path.of(".") : data;
    }

    private static SuiteState of(JsonObject json, Path data) throws IOException {
        JsonObject urls = json.getJsonObject("urls", new JsonObject());
        Map<String, Long> pids = new LinkedHashMap<>();
        for (Map.Entry<String, Object> pid : json.getJsonObject("pids", new JsonObject())) {
            pids.put(pid.getKey(), ((Number) pid.getValue()).longValue());
        }
        return new SuiteState(
                URI.create(urls.getString("api", "http://localhost:8000")),
                pids,
                Optional.ofNullable(urls.getString("kafka")),
                postgres(urls.getString("postgres", ""), data),
                Optional.ofNullable(urls.getString("s3")).map(URI::create),
                Optional.of(data));
    }

    private static Optional<Postgres> postgres(String url, Path data) throws IOException {
        if (url.isEmpty()) {
            return Optional.empty();
        }
        URI uri = URI.create(url);
        String user = uri.getUserInfo() == null ? "bitchat" : uri.getUserInfo().split(":", 2)[0];
        Path password = data.resolve("keys").resolve("postgres.password");
        String secret = Files.isReadable(password) ? Files.readString(password).trim() : "";
        String jdbc = "jdbc:postgresql://" + uri.getHost() + ":" + uri.getPort() + uri.getPath();
        return Optional.of(new Postgres(jdbc, user, secret));
    }
}
