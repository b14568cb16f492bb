package io.bitchat.rooms;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RoomsPurityTest {
    private final JavaClasses compiled = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.bitchat.rooms");

    @Test
    void knowsNoFilesSocketsThreadsOrLoggers() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.bitchat.rooms..",
                        "io.bitchat.crypto",
                        "org.jspecify.annotations",
                        "java.lang",
                        "java.lang.invoke",
                        "java.lang.runtime",
                        "java.nio",
                        "java.nio.charset",
                        "java.security",
                        "java.time",
                        "java.util",
                        "java.util.function",
                        "java.util.stream")
                .check(compiled);
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.lang\\.Thread.*|java\\.util\\.Random|java\\.security\\.SecureRandom")
                .check(compiled);
    }

    @Test
    void readsNoClockAndRollsNoDice() {
        noClasses().should().callMethod(Instant.class, "now").check(compiled);
        noClasses().should().callMethod(System.class, "nanoTime").check(compiled);
        noClasses().should().callMethod(System.class, "currentTimeMillis").check(compiled);
        noClasses().should().callMethod(UUID.class, "randomUUID").check(compiled);
        noClasses().should().dependOnClassesThat().areAssignableTo(Clock.class).check(compiled);
    }

    @Test
    void itsPackagesFormNoCycle() {
        slices().matching("io.bitchat.rooms.(*)..").should().beFreeOfCycles().check(compiled);
    }
}
