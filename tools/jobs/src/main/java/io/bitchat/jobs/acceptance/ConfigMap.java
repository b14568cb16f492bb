package io.bitchat.jobs.acceptance;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A ConfigMap of the pod's own namespace, written through the API server with the pod's service account. That account
 * needs the verbs {@code create} and {@code patch} for it.
 */
final class ConfigMap {
    private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final int CONFLICT = 409;

    private final String name;
    private final URI configMaps;
    private final String token;
    private final HttpClient http;

    private ConfigMap(String name, URI configMaps, String token, HttpClient http) {
        this.name = name;
        this.configMaps = configMaps;
        this.token = token;
        this.http = http;
    }

    /** @throws IOException if this is no pod with a service account */
    static ConfigMap inCluster(String name) throws IOException {
        var namespace = Files.readString(ACCOUNT.resolve("namespace")).strip();
        var server = "https://kubernetes.default.svc";
        var token = Files.readString(ACCOUNT.resolve("token")).strip();
        var http = HttpClient.newBuilder()
                .sslContext(trusting(ACCOUNT.resolve("ca.crt")))
                .connectTimeout(TIMEOUT)
                .build();
        var path = URI.create(server + "/api/v1/namespaces/" + namespace + "/configmaps");
        return new ConfigMap(name, path, token, http);
    }

    private static SSLContext trusting(Path authority) throws IOException {
        try (var in = Files.newInputStream(authority)) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int index = 0;
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("authority" + index++, certificate);
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot use " + authority, e);
        }
    }

    /** Creates the ConfigMap, or replaces its two entries. */
    void put(Scorecard card) throws IOException, InterruptedException {
        var document =
                new ObjectMapper().createObjectNode().put("apiVersion", "v1").put("kind", "ConfigMap");
        document.putObject("metadata").put("name", name);
        document.putObject("data")
                .put("scorecard.txt", card.text())
                .put("scorecard.json", card.json().toPrettyString());
        var body = HttpRequest.BodyPublishers.ofString(document.toString());
        var created = send(configMaps, "POST", "application/json", body);
        if (created.statusCode() != CONFLICT) {
            required(created);
            return;
        }
        var own = URI.create(configMaps + "/" + name);
        required(send(own, "PATCH", "application/merge-patch+json", body));
    }

    private HttpResponse<String> send(URI uri, String method, String type, HttpRequest.BodyPublisher body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri)
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", type)
                .method(method, body)
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static void required(HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() / 100 != 2) {
            throw new IOException("the API server answers " + answer.statusCode() + ": " + answer.body());
        }
    }
}
