package io.bitchat.launcher.suite;

import io.bitchat.s3.S3Settings;
import io.bitchat.s3.S3Settings.Credentials;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Flags that select an S3 server. Flags override the running suite, which overrides the environment. */
public final class S3Options {
    @Option(names = "--endpoint", paramLabel = "URL", description = "the server; BITCHAT_S3_ENDPOINT")
    private @Nullable String endpoint;

    @Option(names = "--bucket", paramLabel = "NAME", description = "BITCHAT_S3_BUCKET [bitchat-files]")
    private @Nullable String bucket;

    @Option(names = "--region", paramLabel = "NAME", description = "BITCHAT_S3_REGION [us-east-1]")
    private @Nullable String region;

    @Option(names = "--access-key", paramLabel = "NAME", description = "BITCHAT_S3_ACCESS_KEY")
    private @Nullable String accessKey;

    @Option(
            names = "--secret-key-file",
            paramLabel = "FILE",
            description = "holds the secret; BITCHAT_S3_SECRET_KEY_FILE")
    private @Nullable Path secretKeyFile;

    @Option(
            names = "--path-style",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "true|false",
            description = "the bucket's name in the path; BITCHAT_S3_PATH_STYLE [true]")
    private @Nullable Boolean pathStyle;

    @Option(
            names = "--sign-payload",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "true|false",
            description = "requests signed with the SHA-256 of what they carry; BITCHAT_S3_SIGN_PAYLOAD [false]")
    private @Nullable Boolean signPayload;

    public S3Settings settings(SuiteFiles files, CommandLine command) {
        try {
            return endpoint == null && runsHere(files) ? ofSuite(files) : given(command);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command, String.valueOf(e.getMessage()));
        }
    }

    private static boolean runsHere(SuiteFiles files) {
        return SuiteState.read(files)
                .filter(state -> state.has(Endpoint.OBJECT_STORE))
                .isPresent();
    }

    private S3Settings ofSuite(SuiteFiles files) {
        int port = SuiteState.read(files).orElseThrow().ports().getOrDefault(Endpoint.OBJECT_STORE.label(), 0);
        return new S3Settings(
                URI.create("http://" + SuiteConfig.LOOPBACK + ":" + port),
                S3Environment.LOCAL_REGION,
                bucket == null ? S3Environment.LOCAL_BUCKET : bucket,
                new Credentials(S3Environment.LOCAL_ACCESS_KEY, PasswordFile.of(files.objectStoreSecret())),
                true,
                isSigned(),
                S3Settings.Limits.STANDARD);
    }

    private S3Settings given(CommandLine command) {
        var address = or(endpoint, S3Environment.ENDPOINT)
                .orElseThrow(() -> missing(command, "no suite with an S3 server runs; name one with --endpoint"));
        var name =
                or(accessKey, S3Environment.ACCESS_KEY).orElseThrow(() -> missing(command, "--access-key is missing"));
        boolean inPath =
                pathStyle == null ? !"false".equalsIgnoreCase(System.getenv(S3Environment.PATH_STYLE)) : pathStyle;
        return new S3Settings(
                URI.create(address),
                or(region, S3Environment.REGION).orElse(S3Environment.LOCAL_REGION),
                or(bucket, S3Environment.BUCKET).orElse(S3Environment.LOCAL_BUCKET),
                new Credentials(name, secret(command)),
                inPath,
                isSigned(),
                S3Settings.Limits.STANDARD);
    }

    private boolean isSigned() {
        return signPayload == null ? Boolean.parseBoolean(System.getenv(S3Environment.SIGN_PAYLOAD)) : signPayload;
    }

    private String secret(CommandLine command) {
        var file = Optional.ofNullable(secretKeyFile)
                .or(() -> environment(S3Environment.SECRET_KEY_FILE).map(Path::of));
        if (file.isEmpty()) {
            return environment(S3Environment.SECRET_KEY)
                    .orElseThrow(
                            () -> missing(command, "--secret-key-file is missing; a secret is not for a command line"));
        }
        try {
            return Files.readString(file.get()).strip();
        } catch (IOException e) {
            throw missing(command, "--secret-key-file cannot be read: " + e);
        }
    }

    private static Optional<String> or(@Nullable String flag, String variable) {
        return flag == null ? environment(variable) : Optional.of(flag);
    }

    private static Optional<String> environment(String variable) {
        return Optional.ofNullable(System.getenv(variable)).filter(text -> !text.isBlank());
    }

    private static ParameterException missing(CommandLine command, String what) {
        return new ParameterException(command, what);
    }
}
