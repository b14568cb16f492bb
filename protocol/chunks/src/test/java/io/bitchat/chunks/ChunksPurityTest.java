package io.bitchat.chunks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class ChunksPurityTest {
    @Test
    void knowsNoFilesSocketsClocksOrDice() {
        var compiled = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.bitchat.chunks");

        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.bitchat.chunks..",
                        "io.bitchat.crypto",
                        "org.jspecify.annotations",
                        "java.lang..",
                        "java.nio",
                        "java.nio.charset",
                        "java.security..",
                        "java.util",
                        "java.util.function",
                        "java.util.random",
                        "java.util.stream",
                        "javax.crypto..")
                .check(compiled);
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(SecureRandom.class)
                .check(compiled);
        noClasses().should().callMethod(System.class, "nanoTime").check(compiled);
    }
}
