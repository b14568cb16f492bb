package io.bitchat.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against an HTTPS server with a certificate of its own authority, as an API server has one. */
class ServiceAccountTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    Path folder;

    private final Map<String, String> secrets = new TreeMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpsServer server;
    private ServiceAccount account;

    @BeforeEach
    void start() throws Exception {
        var keys = keyPair("server");
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(serving(keys)));
        server.createContext("/api/v1/namespaces/chat/secrets", this::answer);
        server.start();
        account = account(keys);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void readsWhatIsThere() throws Exception {
        secrets.put("keys", "{\"data\":{}}");

        assertThat(account.read("secrets", "keys")).contains("{\"data\":{}}");
        assertThat(account.read("secrets", "others")).isEmpty();
        assertThat(asked).allMatch(request -> request.endsWith("Bearer of the pod"));
    }

    @Test
    void createsAnObjectOrMergesIntoIt() throws Exception {
        account.apply("secrets", "keys", "one");
        account.apply("secrets", "keys", "two");

        assertThat(secrets).containsExactlyEntriesOf(Map.of("keys", "two"));
        assertThat(asked)
                .extracting(request -> request.substring(0, request.indexOf(" Bearer")))
                .containsExactly(
                        "POST application/json", "POST application/json", "PATCH application/merge-patch+json");
    }

    @Test
    void tellsWhatTheServerAnswered() {
        assertThatThrownBy(() -> account.merge("secrets", "nobodys", "x"))
                .isInstanceOf(IOException.class)
                .hasMessage("the API server answers 404: no such secret");
    }

    @Test
    void trustsTheAuthorityOfTheClusterOnly() throws Exception {
        var other = account(keyPair("other"));

        assertThatThrownBy(() -> other.read("secrets", "keys")).isInstanceOf(SSLException.class);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var headers = exchange.getRequestHeaders();
        var type = headers.getFirst("Content-Type");
        asked.add(exchange.getRequestMethod() + (type == null ? "" : " " + type) + " "
                + headers.getFirst("Authorization"));
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var path = exchange.getRequestURI().getPath();
        var name = path.substring(path.lastIndexOf('/') + 1);
        switch (exchange.getRequestMethod()) {
            case "POST" -> reply(exchange, secrets.putIfAbsent("keys", body) == null ? 201 : 409, "");
            case "PATCH" -> {
                if (secrets.replace(name, body) == null) reply(exchange, 404, "no such secret");
                else reply(exchange, 200, body);
            }
            default -> {
                var found = secrets.get(name);
                reply(exchange, found == null ? 404 : 200, found == null ? "" : found);
            }
        }
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private ServiceAccount account(KeyStore authority) throws Exception {
        var mounted = Files.createTempDirectory(folder, "account");
        Files.writeString(mounted.resolve("namespace"), "chat\n");
        Files.writeString(mounted.resolve("token"), "of the pod");
        var certificate = Base64.getMimeEncoder()
                .encodeToString(authority.getCertificate("server").getEncoded());
        Files.writeString(
                mounted.resolve("ca.crt"),
                "-----BEGIN CERTIFICATE-----\n" + certificate + "\n-----END CERTIFICATE-----\n");
        return ServiceAccount.in(
                mounted, URI.create("https://127.0.0.1:" + server.getAddress().getPort()));
    }

    private KeyStore keyPair(String name) throws Exception {
        var file = folder.resolve(name + ".p12");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var process = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "SAN=IP:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    }

    private static SSLContext serving(KeyStore keys) throws Exception {
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
