package io.bitchat.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page about settings says what the sources say. Needs no running suite. */
class ConfigurationPageTest {
    private static final String REWRITE = "./mvnw -pl system-tests -am test -Dtest=ConfigurationPageTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dbitchat.write=true";

    private final Path page = Suite.root().resolve("docs/configuration.md");
    private final ConfigurationSources sources = new ConfigurationSources(Suite.root());

    @Test
    void saysWhatTheSourcesSay() throws IOException {
        var written = Files.readString(page);
        var made = ConfigurationPage.of(ConfigurationPage.head(written), sources.groups());
        if (Boolean.getBoolean("bitchat.write")) {
            Files.writeString(page, made);
            return;
        }
        assertThat(written)
                .as("docs/configuration.md is out of date; rewrite it with: " + REWRITE)
                .isEqualTo(made);
    }

    @Test
    void explainsEveryValue() {
        assertThat(sources.groups()).isNotEmpty().allSatisfy(group -> assertThat(group.settings())
                .as(group.prefix())
                .isNotEmpty()
                .allSatisfy(
                        setting -> assertThat(setting.text()).as(setting.name()).isNotEmpty()));
    }

    @Test
    void explainsByHandWhatNoMappingDeclares() throws IOException {
        var head = ConfigurationPage.head(Files.readString(page));
        assertThat(sources.singles())
                .as("values that are read one by one belong into the hand-written part of docs/configuration.md")
                .isNotEmpty()
                .allSatisfy(name -> assertThat(head).contains('`' + name + '`'));
    }
}
