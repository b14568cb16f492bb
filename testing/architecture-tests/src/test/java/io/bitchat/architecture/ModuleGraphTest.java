package io.bitchat.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The module diagram matches the build files. Needs no running suite. */
class ModuleGraphTest {
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
    private static final Pattern PARENT = Pattern.compile("<parent>.*?</parent>", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("<artifactId>([^<]+)</artifactId>");
    private static final Pattern DEPENDENCY = Pattern.compile(
            "<dependency>\\s*<groupId>io\\.bitchat</groupId>\\s*<artifactId>([^<]+)</artifactId>(.*?)</dependency>",
            Pattern.DOTALL);
    private static final String REWRITE =
            "./mvnw -pl testing/architecture-tests test -Dtest=ModuleGraphTest -Dbitchat.write=true";

    private final Path page = Repository.root().resolve("docs/architecture/modules.md");

    private record Module(String folder, List<String> uses) {}

    @Test
    void theGraphIsThatOfTheBuild() throws IOException {
        var graph = graph();
        if (Boolean.getBoolean("bitchat.write")) {
            Files.writeString(page, graph);
            return;
        }
        assertThat(Files.readString(page))
                .as("docs/architecture/modules.md is out of date; rewrite it with: " + REWRITE)
                .isEqualTo(graph);
    }

    private static String graph() {
        var modules = modules();
        var text = new StringBuilder("""
                # Modules

                An arrow means: uses. Dependencies of tests are left out. Made from the build files by `ModuleGraphTest`.

                ```mermaid
                graph LR
                """);
        modules.forEach((name, module) -> text.append("  %s[\"%s\"]%n".formatted(id(name), module.folder())));
        modules.forEach((name, module) ->
                module.uses().forEach(used -> text.append("  %s --> %s%n".formatted(id(name), id(used)))));
        return text.append("```\n").toString();
    }

    private static String id(String name) {
        return name.replace('-', '_');
    }

    private static TreeMap<String, Module> modules() {
        var modules = new TreeMap<String, Module>();
        var folders = MODULE.matcher(read("pom.xml")).results().map(found -> found.group(1));
        folders.forEach(folder -> {
            var build = PARENT.matcher(read(folder + "/pom.xml")).replaceAll("");
            var name = NAME.matcher(build).results().findFirst().orElseThrow().group(1);
            modules.put(name, new Module(folder, uses(build)));
        });
        return modules;
    }

    private static List<String> uses(String build) {
        var uses = new ArrayList<String>();
        DEPENDENCY
                .matcher(build)
                .results()
                .filter(ModuleGraphTest::isOfMainCode)
                .map(found -> found.group(1))
                .sorted()
                .forEach(uses::add);
        return List.copyOf(uses);
    }

    private static boolean isOfMainCode(MatchResult dependency) {
        return !dependency.group(2).contains("<scope>test</scope>");
    }

    private static String read(String file) {
        try {
            return Files.readString(Repository.root().resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
