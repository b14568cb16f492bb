package io.bitchat.kube;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The service account of a pod, with which it calls the API server of its cluster; all objects are those of its own
 * namespace. Documents are JSON. Every call throws an {@link IOException} with the server's answer if that is no success.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/">Accessing the API from a pod</a>
 */
public final class ServiceAccount {
    private static final Path MOUNTED = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
    private static final URI SERVER = URI.create("https://kubernetes.default.svc");
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final URI namespace;
    private final String token;
    private final HttpClient http;

    private ServiceAccount(URI namespace, String token, HttpClient http) {
        this.namespace = namespace;
        this.token = token;
        this.http = http;
    }

    /** @throws IOException if this is no pod, or none that mounts the token of its account */
    public static ServiceAccount ofPod() throws IOException {
        if (!Files.exists(MOUNTED.resolve("token"))) {
            throw new IOException("no token in " + MOUNTED + ": only a pod with a service account can do this");
        }
        return in(MOUNTED, SERVER);
    }

    /** @param mounted folder with {@code namespace}, {@code token} and {@code ca.crt} (PEM) */
    static ServiceAccount in(Path mounted, URI server) throws IOException {
        var name = Files.readString(mounted.resolve("namespace")).strip();
        var http = HttpClient.newBuilder()
                .sslContext(trusting(mounted.resolve("ca.crt")))
                .connectTimeout(TIMEOUT)
                .build();
        return new ServiceAccount(
                server.resolve("/api/v1/namespaces/" + name + "/"),
                Files.readString(mounted.resolve("token")).strip(),
                http);
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

    /**
     * Reads an object; empty if there is none.
     *
     * @param resource plural name of its kind, such as {@code secrets}
     */
    public Optional<String> read(String resource, String name) throws IOException, InterruptedException {
        var answer = send(request(resource + "/" + name).GET());
        return answer.statusCode() == NOT_FOUND ? Optional.empty() : Optional.of(required(answer));
    }

    /** Creates an object, or merges the document into the one that is there (RFC 7396). */
    public void apply(String resource, String name, String document) throws IOException, InterruptedException {
        var created = send(
                request(resource).header("Content-Type", "application/json").POST(BodyPublishers.ofString(document)));
        if (created.statusCode() == CONFLICT) merge(resource, name, document);
        else required(created);
    }

    /** Merges a document into an object that exists (RFC 7396). */
    public void merge(String resource, String name, String document) throws IOException, InterruptedException {
        required(send(request(resource + "/" + name)
                .header("Content-Type", "application/merge-patch+json")
                .method("PATCH", BodyPublishers.ofString(document))));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(namespace.resolve(path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String required(HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() / 100 == 2) return answer.body();
        throw new IOException("the API server answers " + answer.statusCode() + ": " + answer.body());
    }
}
