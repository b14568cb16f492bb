package io.bitchat.backup;

import io.bitchat.backup.database.Database;
import io.bitchat.backup.store.BucketObjects;
import io.bitchat.backup.store.FolderObjects;
import io.bitchat.backup.store.ObjectStore;
import io.bitchat.s3.S3Settings;
import io.bitchat.s3.S3Settings.Credentials;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Flags that describe an installation. A flag takes precedence over the suite that runs in the data folder, and that
 * over the environment, which has the names that the services read. So no flag is needed beside {@code ./bitchat up},
 * nor in a container with the environment of file-service.
 */
final class InstallationOptions {
    private static final String LOCAL = "bitchat";

    @Option(names = "--data", paramLabel = "FOLDER", description = "data folder of ./bitchat up; BITCHAT_DATA [./data]")
    private @Nullable Path data;

    @Option(
            names = "--postgres",
            paramLabel = "URL",
            description = "postgresql://user@host:port/database; BITCHAT_POSTGRES_URL")
    private @Nullable String postgres;

    @Option(
            names = "--postgres-password-file",
            paramLabel = "FILE",
            description = "holds the password; BITCHAT_POSTGRES_PASSWORD_FILE or BITCHAT_POSTGRES_PASSWORD")
    private @Nullable Path passwordFile;

    @Option(names = "--kafka", paramLabel = "HOST:PORT", description = "brokers; BITCHAT_KAFKA_SERVERS")
    private @Nullable String kafka;

    @Option(names = "--keys", paramLabel = "FOLDER", description = "folder of the keys; BITCHAT_KEYS_DIR")
    private @Nullable Path keys;

    @Option(names = "--chunks", paramLabel = "FOLDER", description = "folder of the chunks; BITCHAT_FILE_STORAGE")
    private @Nullable Path chunks;

    @Option(names = "--s3-endpoint", paramLabel = "URL", description = "S3 server of the chunks; BITCHAT_S3_ENDPOINT")
    private @Nullable String endpoint;

    @Option(names = "--s3-bucket", paramLabel = "NAME", description = "BITCHAT_S3_BUCKET [bitchat-files]")
    private @Nullable String bucket;

    @Option(names = "--s3-region", paramLabel = "NAME", description = "BITCHAT_S3_REGION [us-east-1]")
    private @Nullable String region;

    @Option(names = "--s3-access-key", paramLabel = "NAME", description = "BITCHAT_S3_ACCESS_KEY")
    private @Nullable String accessKey;

    @Option(
            names = "--s3-secret-key-file",
            paramLabel = "FILE",
            description = "holds the secret; BITCHAT_S3_SECRET_KEY_FILE or BITCHAT_S3_SECRET_KEY")
    private @Nullable Path secretFile;

    private Map<String, String> environment = System.getenv();

    /** @throws BackupException if something is neither given nor known */
    Installation installation() {
        var folder = Optional.ofNullable(data)
                .or(() -> variable("BITCHAT_DATA").map(Path::of))
                .orElse(Path.of("data"));
        var suite = RunningSuite.in(folder);
        var folderOfKeys = Optional.ofNullable(keys)
                .or(() -> suite.map(RunningSuite::keys))
                .or(() -> variable("BITCHAT_KEYS_DIR").map(Path::of))
                .orElseThrow(() -> unknown(folder, "--keys"));
        var brokers = Optional.ofNullable(kafka)
                .or(() -> suite.flatMap(RunningSuite::kafka))
                .or(() -> variable("BITCHAT_KAFKA_SERVERS"));
        return new Installation(database(folder, suite), folderOfKeys, objects(folder, suite), brokers);
    }

    private Database database(Path folder, Optional<RunningSuite> suite) {
        var url = Optional.ofNullable(postgres)
                .or(() -> suite.flatMap(RunningSuite::postgres))
                .or(() -> variable("BITCHAT_POSTGRES_URL"))
                .orElseThrow(() -> unknown(folder, "--postgres"));
        var password = Optional.ofNullable(passwordFile)
                .map(InstallationOptions::read)
                .or(() -> postgres == null ? suite.map(found -> read(found.postgresPassword())) : Optional.empty())
                .or(() -> secret("BITCHAT_POSTGRES_PASSWORD"));
        return Database.of(url, variable("BITCHAT_POSTGRES_USER").orElse(LOCAL), password.orElse(""));
    }

    private ObjectStore objects(Path folder, Optional<RunningSuite> suite) {
        if (chunks != null) return new FolderObjects(chunks);
        var local = endpoint == null ? suite.flatMap(RunningSuite::s3) : Optional.<String>empty();
        if (local.isPresent()) return new BucketObjects(ofSuite(local.get(), suite.orElseThrow()));
        if (endpoint != null || variable("BITCHAT_STORE").filter("s3"::equals).isPresent()) {
            return new BucketObjects(given(folder));
        }
        return variable("BITCHAT_FILE_STORAGE")
                .map(Path::of)
                .or(() -> suite.map(RunningSuite::chunks))
                .map(FolderObjects::new)
                .orElseThrow(() -> unknown(folder, "--chunks or --s3-endpoint"));
    }

    private S3Settings ofSuite(String address, RunningSuite suite) {
        return settings(address, new Credentials(LOCAL, read(suite.s3Secret())));
    }

    private S3Settings given(Path folder) {
        var address = Optional.ofNullable(endpoint)
                .or(() -> variable("BITCHAT_S3_ENDPOINT"))
                .orElseThrow(() -> unknown(folder, "--s3-endpoint"));
        var name = Optional.ofNullable(accessKey)
                .or(() -> variable("BITCHAT_S3_ACCESS_KEY"))
                .orElseThrow(() -> unknown(folder, "--s3-access-key"));
        var secret = Optional.ofNullable(secretFile)
                .map(InstallationOptions::read)
                .or(() -> secret("BITCHAT_S3_SECRET_KEY"))
                .orElseThrow(() -> unknown(folder, "--s3-secret-key-file"));
        return settings(address, new Credentials(name, secret));
    }

    private S3Settings settings(String address, Credentials credentials) {
        return new S3Settings(
                URI.create(address),
                Optional.ofNullable(region)
                        .or(() -> variable("BITCHAT_S3_REGION"))
                        .orElse("us-east-1"),
                Optional.ofNullable(bucket)
                        .or(() -> variable("BITCHAT_S3_BUCKET"))
                        .orElse("bitchat-files"),
                credentials,
                !variable("BITCHAT_S3_PATH_STYLE").filter("false"::equals).isPresent(),
                S3Settings.Limits.STANDARD);
    }

    private static BackupException unknown(Path folder, String flag) {
        return new BackupException(
                "no suite runs in " + folder + ", and neither " + flag + " nor its variable is set; --help lists them");
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
    }

    /** A secret from the file that a variable names, or from the variable itself. */
    private Optional<String> secret(String name) {
        return variable(name + "_FILE").map(file -> read(Path.of(file))).or(() -> variable(name));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new BackupException(file + " cannot be read: " + e, e);
        }
    }
}
