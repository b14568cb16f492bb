package io.bitchat.crypto;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class PurityTest {
    private final JavaClasses compiled = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.bitchat.crypto");

    @Test
    void knowsNoSocketsClocksOrLoggers() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.bitchat.crypto..",
                        "org.bouncycastle.math.ec..",
                        "org.jspecify.annotations",
                        "java.io",
                        "java.lang..",
                        "java.nio",
                        "java.nio.charset",
                        "java.security..",
                        "java.util..",
                        "javax.crypto..")
                .check(compiled);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.concurrent..")
                .check(compiled);
    }

    @Test
    void rollsNoDiceOfItsOwn() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(SecureRandom.class)
                .check(compiled);
        noClasses().should().callMethod(Math.class, "random").check(compiled);
    }
}
