package io.bitchat.bench.files;

import io.bitchat.bench.Refused;
import io.bitchat.bench.suite.SuiteState;
import io.bitchat.s3.S3Settings;
import io.bitchat.s3.S3Settings.Credentials;
import io.bitchat.s3.S3Settings.Limits;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Flags that select the suite's S3 server. Flags override the running suite, which overrides the environment, as in
 * {@code doctor s3}.
 */
final class S3Options {
    private static final String LOCAL_ACCESS_KEY = "bitchat";
    private static final String LOCAL_REGION = "us-east-1";

    @Option(
            names = "--s3-endpoint",
            paramLabel = "URL",
            description = "the suite's S3 server, where ./bitchat up has not started it; BITCHAT_S3_ENDPOINT")
    @Nullable
    String endpoint;

    @Option(names = "--s3-region", paramLabel = "NAME", description = "BITCHAT_S3_REGION [us-east-1]")
    @Nullable
    String region;

    @Option(names = "--s3-access-key", paramLabel = "NAME", description = "BITCHAT_S3_ACCESS_KEY")
    @Nullable
    String accessKey;

    @Option(
            names = "--s3-secret-key-file",
            paramLabel = "FILE",
            description = "BITCHAT_S3_SECRET_KEY_FILE, or BITCHAT_S3_SECRET_KEY")
    @Nullable
    Path secretKeyFile;

    @Option(
            names = "--s3-path-style",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "true|false",
            description = "the bucket's name in the path; BITCHAT_S3_PATH_STYLE [true]")
    @Nullable
    Boolean pathStyle;

    /** @param bucket bucket of the measurement, not the suite's own */
    public S3Settings settings(SuiteState suite, String bucket) {
        try {
            return endpoint == null && suite.s3().isPresent() && suite.data().isPresent()
                    ? started(suite.s3().get(), suite.data().get(), bucket)
                    : named(bucket);
        } catch (IllegalArgumentException e) {
            throw new Refused("the S3 server: " + e.getMessage());
        }
    }

    private static S3Settings started(URI endpoint, Path data, String bucket) {
        var secret = read(data.resolve("keys").resolve("object-store.secret"));
        return new S3Settings(
                endpoint, LOCAL_REGION, bucket, new Credentials(LOCAL_ACCESS_KEY, secret), true, Limits.STANDARD);
    }

    private S3Settings named(String bucket) {
        var address = or(endpoint, "BITCHAT_S3_ENDPOINT").orElseThrow(() -> missing("--s3-endpoint"));
        var name = or(accessKey, "BITCHAT_S3_ACCESS_KEY").orElseThrow(() -> missing("--s3-access-key"));
        boolean inPath =
                pathStyle == null ? !environment("BITCHAT_S3_PATH_STYLE").equals(Optional.of("false")) : pathStyle;
        return new S3Settings(
                URI.create(address),
                or(region, "BITCHAT_S3_REGION").orElse(LOCAL_REGION),
                bucket,
                new Credentials(name, secret()),
                inPath,
                Limits.STANDARD);
    }

    private String secret() {
        return Optional.ofNullable(secretKeyFile)
                .or(() -> environment("BITCHAT_S3_SECRET_KEY_FILE").map(Path::of))
                .map(S3Options::read)
                .or(() -> environment("BITCHAT_S3_SECRET_KEY"))
                .orElseThrow(() -> missing("--s3-secret-key-file"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new Refused("the secret of the S3 server cannot be read: " + e);
        }
    }

    private static Optional<String> or(@Nullable String option, String variable) {
        return option == null ? environment(variable) : Optional.of(option);
    }

    private static Optional<String> environment(String variable) {
        return Optional.ofNullable(System.getenv(variable)).filter(text -> !text.isBlank());
    }

    private static Refused missing(String option) {
        return new Refused("the suite's S3 server is not one that ./bitchat up has started: " + option
                + " is missing; set the BITCHAT_S3_… variables of that server");
    }
}
