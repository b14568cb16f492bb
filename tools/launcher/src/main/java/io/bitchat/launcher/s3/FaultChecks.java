package io.bitchat.launcher.s3;

import static io.bitchat.launcher.s3.Check.answer;
import static io.bitchat.launcher.s3.Check.require;
import static io.bitchat.launcher.s3.Check.troubleOf;

import io.bitchat.launcher.s3.Check.Refuted;
import io.bitchat.s3.S3Bucket;
import io.bitchat.s3.S3Error;
import io.bitchat.s3.S3Error.Kind;
import io.bitchat.s3.S3Settings;
import io.bitchat.s3.S3Settings.Credentials;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Late, failing or truncated answers, produced by a proxy in front of the server; and invalid credentials. */
final class FaultChecks {
    private static final int CHUNK = 1 << 20;
    private static final int HTTPS = 443;
    private static final Duration IMPATIENT = Duration.ofSeconds(1);

    private final S3Settings settings;
    private final String key;
    private final byte[] bytes = new byte[CHUNK];

    FaultChecks(S3Settings settings, String prefix) {
        this.settings = settings;
        this.key = prefix + "faults";
        new Random().nextBytes(bytes);
    }

    List<Check> all() {
        return List.of(
                new Check("slow answer", true, "this is a bug of the suite: report it", this::slow),
                new Check("failing answers", true, "this is a bug of the suite: report it", this::failing),
                new Check("broken answer", true, "this is a bug of the suite: report it", this::broken),
                new Check(
                        "wrong secret",
                        false,
                        "the server accepts any credentials: configure some, or restrict access to its port",
                        () -> refused(new Credentials(settings.credentials().accessKey(), "not-the-secret"))),
                new Check(
                        "unknown access key",
                        false,
                        "the server accepts any credentials: configure some, or restrict access to its port",
                        () -> refused(new Credentials("nobody-knows-me", "not-the-secret"))));
    }

    private String slow() throws Refuted, S3Error {
        try (var proxy = new FaultProxy(settings.endpoint());
                var hasty =
                        through(proxy, settings.limits().withRequest(IMPATIENT).withAttempts(1))) {
            answer(hasty.put(key, bytes));
            proxy.play(new FaultProxy.Fault.Delay(IMPATIENT.multipliedBy(3)));
            long begin = System.nanoTime();
            troubleOf(hasty.get(key, CHUNK), "the client waited for an answer that came after 3 s");
            var waited = Duration.ofNanos(System.nanoTime() - begin);
            require(
                    waited.compareTo(IMPATIENT.multipliedBy(2)) < 0,
                    "the client gave up after " + waited.toMillis() + " ms");
            proxy.play(new FaultProxy.Fault.None());
            require(Arrays.equals(answer(hasty.get(key, CHUNK)), bytes), "the object read afterwards differs");
            return "given up after " + waited.toMillis() + " ms, works again afterwards";
        }
    }

    private String failing() throws Refuted, S3Error {
        try (var proxy = new FaultProxy(settings.endpoint());
                var patient = through(proxy, settings.limits().withAttempts(3))) {
            proxy.play(new FaultProxy.Fault.Busy(2));
            answer(patient.put(key, bytes));
            proxy.play(new FaultProxy.Fault.Busy(2));
            require(Arrays.equals(answer(patient.get(key, CHUNK)), bytes), "the object read differs");
            require(proxy.requests() == 6, proxy.requests() + " requests instead of 6");
            return "503 twice, then it succeeds";
        }
    }

    private String broken() throws Refuted, S3Error {
        try (var proxy = new FaultProxy(settings.endpoint());
                var bucket = through(proxy, settings.limits().withAttempts(1))) {
            answer(bucket.putSealed(key, bytes));
            proxy.play(new FaultProxy.Fault.Cut(CHUNK / 2));
            var error = troubleOf(bucket.get(key, CHUNK), "half an object was accepted as a whole one");
            require(error.kind() == Kind.RETRYABLE, "it is reported as " + error.getMessage());
            return "half an object is rejected";
        }
    }

    private String refused(Credentials other) throws Refuted {
        try (var stranger = new S3Bucket(settings.withCredentials(other))) {
            var error = troubleOf(stranger.get(key, CHUNK), "the server gives objects to anyone");
            require(error.kind() == Kind.DENIED, "it is reported as " + error.getMessage());
            return "refused: " + error.getMessage();
        }
    }

    /** Requests to the proxy are plain HTTP whatever the server speaks, because the proxy must see the answers. */
    private S3Bucket through(FaultProxy proxy, S3Settings.Limits limits) {
        var endpoint = settings.endpoint();
        int port = endpoint.getPort() == -1 && endpoint.getScheme().equals("https") ? HTTPS : endpoint.getPort();
        var plain = URI.create("http://" + endpoint.getHost() + (port == -1 ? "" : ":" + port));
        return new S3Bucket(settings.withEndpoint(plain).withLimits(limits), proxy.address());
    }
}
