package io.bitchat.contracts;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void dependsOnTheJdkAndJspecifyOnly() {
        var contract = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.bitchat.contracts");

        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.bitchat.contracts..", "java..", "org.jspecify.annotations")
                .check(contract);
    }
}
