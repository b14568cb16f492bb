package io.bitchat.s3;

import static io.bitchat.s3.ScriptedServer.bytes;
import static io.bitchat.s3.ScriptedServer.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bitchat.s3.S3Settings.Limits;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An HTTPS server with a self-signed certificate. */
class TlsTest {
    private static final String TRUSTED = "javax.net.ssl.trustStore";
    private static final String TRUSTED_PASSWORD = "javax.net.ssl.trustStorePassword";
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final Limits LIMITS = new Limits(4, 8, Duration.ofSeconds(5), Duration.ofSeconds(10), 3);

    @TempDir
    Path folder;

    @AfterEach
    void trustWhatWasTrusted() {
        System.clearProperty(TRUSTED);
        System.clearProperty(TRUSTED_PASSWORD);
    }

    private void trustIt() {
        System.setProperty(TRUSTED, store().toString());
        System.setProperty(TRUSTED_PASSWORD, new String(PASSWORD));
    }

    @Test
    void aCertificateThatIsTrustedIsEnough() throws Exception {
        try (var server = ScriptedServer.withTls(certified("127.0.0.1"))) {
            trustIt();
            server.then(stored()).then(bytes(new byte[10]));

            try (var bucket = new S3Bucket(server.settings(LIMITS))) {
                bucket.put("key", new byte[10]).get();
                assertThat(bucket.get("key", 10).get()).hasSize(10);
            }

            assertThat(server.requests()).containsExactly("PUT /bucket/key", "GET /bucket/key");
        }
    }

    @Test
    void oneThatIsNotIsToldOf() throws Exception {
        try (var server = ScriptedServer.withTls(certified("127.0.0.1"))) {
            assertRefusedBy(server);
        }
    }

    @Test
    void oneForAnotherNameIsToldOf() throws Exception {
        try (var server = ScriptedServer.withTls(certified("127.0.0.2"))) {
            trustIt();
            assertRefusedBy(server);
        }
    }

    private static void assertRefusedBy(ScriptedServer server) {
        try (var bucket = new S3Bucket(server.settings(LIMITS))) {
            var failure = assertThrows(ExecutionException.class, () -> bucket.put("key", new byte[10])
                    .get());
            var error = S3Error.of(failure);
            assertThat(error.kind()).isEqualTo(S3Error.Kind.PERMANENT);
            assertThat(error.getMessage()).startsWith("its certificate is not trusted");
        }
        assertThat(server.requests()).isEmpty();
    }

    private Path store() {
        return folder.resolve("server.p12");
    }

    private SSLContext certified(String address) throws Exception {
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + address,
                        "-ext",
                        "san=ip:" + address,
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        store().toString())
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        var keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store())) {
            keys.load(in, PASSWORD);
        }
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
