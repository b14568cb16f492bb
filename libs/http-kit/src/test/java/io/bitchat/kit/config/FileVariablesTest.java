package io.bitchat.kit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileVariablesTest {
    private static final String EXPRESSION = "${BITCHAT_POSTGRES_PASSWORD:default}";

    @TempDir
    Path folder;

    @Test
    void aFileGivesTheValueOfItsVariable() throws IOException {
        var environment = Map.of("BITCHAT_POSTGRES_PASSWORD_FILE", secret("from the file\n"));

        assertThat(password(environment)).isEqualTo("from the file");
        assertThat(new FileVariables(environment).getPropertyNames()).containsExactly("BITCHAT_POSTGRES_PASSWORD");
    }

    @Test
    void theVariableWinsAndNothingGivesTheDefault() throws IOException {
        var both = Map.of("BITCHAT_POSTGRES_PASSWORD_FILE", secret("file"), "BITCHAT_POSTGRES_PASSWORD", "variable");

        assertThat(password(both)).isEqualTo("variable");
        assertThat(password(Map.of("OTHER_POSTGRES_PASSWORD_FILE", "/nowhere"))).isEqualTo("default");
    }

    @Test
    void aMissingFileIsNamed() {
        var environment = Map.of(
                "BITCHAT_POSTGRES_PASSWORD_FILE", folder.resolve("missing").toString());

        assertThatThrownBy(() -> password(environment))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("BITCHAT_POSTGRES_PASSWORD_FILE")
                .hasMessageContaining("missing");
    }

    private static String password(Map<String, String> environment) {
        var config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new EnvConfigSource(environment, 300), new FileVariables(environment))
                .withDefaultValue("password", EXPRESSION)
                .build();
        return config.getValue("password", String.class);
    }

    private String secret(String text) throws IOException {
        return Files.writeString(folder.resolve("secret"), text).toString();
    }
}
