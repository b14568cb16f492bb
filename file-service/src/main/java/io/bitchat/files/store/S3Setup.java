package io.bitchat.files.store;

import io.bitchat.s3.S3Bucket;
import io.bitchat.s3.S3Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Creates the S3 store from its configuration. Fails with one line that names a missing or wrong value. */
final class S3Setup {
    private static final String PREFIX = "bitchat.files.s3.";
    /** Maximum time for writing a chunk, with all attempts. */
    private static final Duration PATIENCE = Duration.ofSeconds(55);

    private S3Setup() {}

    /** @throws IllegalStateException if a value is missing or wrong */
    static S3Store store(S3Config config, Workers workers) {
        return new S3Store(new S3Bucket(settings(config)), config.createBucket(), workers);
    }

    static S3Settings settings(S3Config config) {
        if (config.requestTimeout().multipliedBy(config.attempts()).compareTo(PATIENCE) > 0) {
            throw wrong("request-timeout times attempts must not be more than " + PATIENCE.toSeconds() + " s");
        }
        var endpoint = config.endpoint().orElseThrow(() -> wrong("endpoint is missing: set BITCHAT_S3_ENDPOINT"));
        var accessKey = config.accessKey().orElseThrow(() -> wrong("access-key is missing: set BITCHAT_S3_ACCESS_KEY"));
        var limits = new S3Settings.Limits(
                config.connections(),
                config.maxWaiting(),
                config.connectTimeout(),
                config.requestTimeout(),
                config.attempts());
        try {
            return new S3Settings(
                    endpoint,
                    config.region(),
                    config.bucket(),
                    new S3Settings.Credentials(accessKey, secretKey(config)),
                    config.pathStyle(),
                    config.signPayload(),
                    limits);
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private static String secretKey(S3Config config) {
        if (config.secretKeyFile().isEmpty()) {
            return config.secretKey()
                    .orElseThrow(() ->
                            wrong("secret-key is missing: set BITCHAT_S3_SECRET_KEY_FILE or BITCHAT_S3_SECRET_KEY"));
        }
        var file = config.secretKeyFile().get();
        try {
            var secret = Files.readString(file).strip();
            if (!secret.isEmpty()) return secret;
        } catch (IOException e) {
            throw wrong("secret-key-file cannot be read: " + e);
        }
        throw wrong("secret-key-file is empty: " + file);
    }

    private static IllegalStateException wrong(@Nullable String what) {
        return new IllegalStateException(PREFIX + what);
    }
}
