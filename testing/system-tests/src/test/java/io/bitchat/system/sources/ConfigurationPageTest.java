package io.bitchat.system.sources;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.system.suite.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The configuration page matches the sources. Needs no running suite. */
class ConfigurationPageTest {
    private static final String REWRITE = "./mvnw -pl system-tests -am test -Dtest=ConfigurationPageTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dbitchat.write=true";

    private static final Pattern VARIABLE = Pattern.compile("BITCHAT_[A-Z0-9_]*[A-Z0-9]");
    private static final Pattern SUFFIX = Pattern.compile("`…(_[A-Z0-9_]+)`");

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

    /** Includes variables such as BITCHAT_STORE, which are not derived from the name of a property. */
    @Test
    void namesEveryVariableThatAProgramReads() throws IOException {
        var text = Files.readString(page);
        var named = new TreeSet<String>();
        for (var line : text.lines().toList()) {
            var first = VARIABLE.matcher(line);
            if (!first.find()) continue;
            VARIABLE.matcher(line).results().forEach(found -> named.add(found.group()));
            // BITCHAT_S3_ENDPOINT, …_REGION stands for BITCHAT_S3_REGION
            SUFFIX.matcher(line).results().forEach(suffix -> {
                for (var stem = first.group(); stem.contains("_"); stem = stem.substring(0, stem.lastIndexOf('_'))) {
                    named.add(stem + suffix.group(1));
                }
            });
        }

        assertThat(sources.variables())
                .as("variables that are read, but not named in docs/configuration.md")
                .hasSizeGreaterThan(50)
                .allSatisfy(variable -> assertThat(named).contains(variable));
    }

    /** A mapping in an unknown module would be missing from the page. */
    @Test
    void knowsEveryModuleThatDeclaresValues() {
        assertThat(sources.filesWithMappings())
                .hasSizeGreaterThan(10)
                .allSatisfy(file -> assertThat(ConfigurationSources.MODULES).anyMatch(file::startsWith));
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
