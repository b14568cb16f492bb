package io.bitchat.files.store;

import io.bitchat.files.FilesConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** The service's configuration without the service. */
final class Configurations {
    private Configurations() {}

    static FilesConfig files() {
        return files("target/contract/files");
    }

    static FilesConfig files(String folder) {
        return of(
                FilesConfig.class,
                Map.of("bitchat.files.folder", folder, "bitchat.files.key-file", "target/unused.key"));
    }

    static S3Config s3(Map<String, String> values) {
        return of(S3Config.class, values);
    }

    private static <T> T of(Class<T> mapping, Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                // durations such as 10s
                .addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .withMapping(mapping)
                .build()
                .getConfigMapping(mapping);
    }
}
