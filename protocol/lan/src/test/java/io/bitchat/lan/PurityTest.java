package io.bitchat.lan;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

class PurityTest {
    private final JavaClasses compiled = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.bitchat.lan");

    @Test
    void knowsNoSocketsThreadsOrLoggers() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.bitchat.lan..",
                        "io.bitchat.crypto",
                        "org.jspecify.annotations",
                        "java.lang..",
                        "io.bitchat.retry",
                        "java.nio",
                        "java.nio.charset",
                        "java.time",
                        "java.time.format",
                        "java.util",
                        "java.util.function",
                        "java.util.random",
                        "java.util.stream")
                .check(compiled);
        noClasses().should().dependOnClassesThat().areAssignableTo(Thread.class).check(compiled);
    }

    @Test
    void readsNoClock() {
        noClasses().should().callMethod(System.class, "currentTimeMillis").check(compiled);
        noClasses().should().callMethod(System.class, "nanoTime").check(compiled);
        noClasses().should().callMethod(Instant.class, "now").check(compiled);
        noClasses().should().dependOnClassesThat().areAssignableTo(Clock.class).check(compiled);
    }

    @Test
    void rollsNoDiceOfItsOwn() {
        noClasses().should().callMethod(Math.class, "random").check(compiled);
        noClasses().should().callConstructor(java.util.Random.class).check(compiled);
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(SecureRandom.class)
                .check(compiled);
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ThreadLocalRandom.class)
                .check(compiled);
    }
}
