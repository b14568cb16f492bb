package io.bitchat.launcher.suite;

import java.util.Map;
import java.util.Optional;

/** Settings of the S3 server that stores the chunks of file-service. */
public final class S3Environment {
    static final String STORE = "BITCHAT_STORE";
    static final String ENDPOINT = "BITCHAT_S3_ENDPOINT";
    static final String REGION = "BITCHAT_S3_REGION";
    static final String BUCKET = "BITCHAT_S3_BUCKET";
    static final String ACCESS_KEY = "BITCHAT_S3_ACCESS_KEY";
    static final String SECRET_KEY = "BITCHAT_S3_SECRET_KEY";
    static final String SECRET_KEY_FILE = "BITCHAT_S3_SECRET_KEY_FILE";
    static final String PATH_STYLE = "BITCHAT_S3_PATH_STYLE";
    static final String SIGN_PAYLOAD = "BITCHAT_S3_SIGN_PAYLOAD";

    /** Access key of the suite's own S3 server. */
    public static final String LOCAL_ACCESS_KEY = "bitchat";

    static final String LOCAL_BUCKET = "bitchat-files";
    static final String LOCAL_REGION = "us-east-1";

    private S3Environment() {}

    /** The external S3 server that the environment names. */
    static Optional<String> endpoint() {
        return Optional.ofNullable(System.getenv(ENDPOINT)).filter(text -> !text.isBlank());
    }

    /** The S3 server of this suite. */
    static Map<String, String> local(SuiteConfig config) {
        return Map.of(
                STORE,
                SuiteConfig.Store.s3.name(),
                ENDPOINT,
                "http://" + SuiteConfig.LOOPBACK + ":" + config.port(Endpoint.OBJECT_STORE),
                REGION,
                LOCAL_REGION,
                BUCKET,
                LOCAL_BUCKET,
                ACCESS_KEY,
                LOCAL_ACCESS_KEY,
                SECRET_KEY_FILE,
                config.files().objectStoreSecret().toString(),
                PATH_STYLE,
                "true");
    }
}
