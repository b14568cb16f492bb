package io.bitchat.transport;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TransportPurityTest {
    private final JavaClasses compiled = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.bitchat.transport");

    @Test
    void knowsNoFilesSocketsThreadsOrLoggers() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.bitchat.transport..",
                        "io.bitchat.crypto",
                        "org.jspecify.annotations",
                        "java.lang",
                        "java.lang.invoke",
                        "java.lang.runtime",
                        "java.nio",
                        "java.nio.charset",
                        "java.security",
                        "java.time..",
                        "java.util",
                        "java.util.function",
                        "java.util.random",
                        "java.util.regex",
                        "java.util.stream",
                        // URI only, which opens nothing
                        "java.net")
                .check(compiled);
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "java\\.net\\.(?!URI$).*|java\\.lang\\.Thread.*|java\\.util\\.Random|java\\.security\\.SecureRandom")
                .check(compiled);
    }

    @Test
    void readsNoClock() {
        noClasses().should().callMethod(Instant.class, "now").check(compiled);
        noClasses().should().callMethod(System.class, "nanoTime").check(compiled);
        noClasses().should().callMethod(System.class, "currentTimeMillis").check(compiled);
        noClasses().should().dependOnClassesThat().areAssignableTo(Clock.class).check(compiled);
    }

    @Test
    void planFailoverAndOutboxFormNoCycle() {
        slices().matching("io.bitchat.transport.(*)..")
                .should()
                .beFreeOfCycles()
                .check(compiled);
    }
}
