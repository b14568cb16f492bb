package io.bitchat.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Allowed dependencies between modules, checked on the compiled classes. Needs no running suite. */
class ModuleRulesTest {
    private static final List<String> MODULES = List.of(
            "contracts",
            "libs/kube-client",
            "libs/retry",
            "libs/api-client",
            "protocol/crypto",
            "protocol/gossip",
            "protocol/chunks",
            "protocol/transport",
            "protocol/lan",
            "protocol/rooms",
            "libs/secure-link",
            "libs/s3-client",
            "libs/topics",
            "libs/chunk-transfer",
            "libs/http-kit",
            "libs/service-kit",
            "peer-service",
            "message-service",
            "group-gossip-service",
            "file-service",
            "tools/embedded",
            "tools/object-store",
            "tools/launcher",
            "api-gateway",
            "transport-gateway",
            "clients/terminal",
            "tools/bench",
            "tools/sim",
            "tools/backup",
            "tools/jobs",
            "tools/images",
            "testing/test-kit");

    private static JavaClasses compiled;

    @BeforeAll
    static void readClasses() {
        var folders = MODULES.stream()
                .map(module -> Repository.root().resolve(module).resolve("target/classes"))
                .toList();
        assertThat(folders).as("compiled modules").allSatisfy(folder -> assertThat(folder)
                .isDirectory());
        compiled = new ClassFileImporter().importPaths(folders.toArray(Path[]::new));
    }

    /** The first module may use only the others of this project, so a service never uses another service. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "contracts |",
                "kube      |",
                "retry     |",
                "api       |",
                "kit       | contracts retry",
                "peers     | kit contracts crypto",
                "messages  | kit contracts retry rooms",
                "groups    | kit contracts crypto gossip link",
                "files     | kit contracts crypto chunks rooms transfer s3 retry",
                "crypto    |",
                "gossip    | crypto",
                "chunks    | crypto",
                "transport | crypto",
                "lan       | crypto retry",
                "rooms     | crypto",
                "link      | crypto retry",
                "transfer  | chunks crypto retry",
                "gateway   |",
                "edge      | api contracts crypto kit lan link transport",
                "s3        | retry",
                "topics    |",
                "embedded  | topics",
                "objects   |",
                "launcher  | edge embedded lan objects s3 topics",
                "terminal  | api chunks crypto edge lan retry rooms transfer",
                "bench     | api chunks contracts crypto edge gossip lan link rooms s3 transfer transport",
                "sim       | crypto gossip lan link",
                "backup    | contracts kube s3",
                "jobs      | api backup kube topics",
                "images    |",
                "testkit   | embedded objects topics",
            })
    void aModuleUsesOnlyWhatItMay(String module, String others) {
        var own = "io.bitchat." + module + "..";
        var allowed = new ArrayList<>(List.of(own));
        if (others != null)
            Arrays.stream(others.split(" ")).forEach(other -> allowed.add("io.bitchat." + other + ".."));

        classes()
                .that()
                .resideInAPackage(own)
                .should()
                .onlyDependOnClassesThat(
                        resideOutsideOfPackage("io.bitchat..").or(resideInAnyPackage(allowed.toArray(String[]::new))))
                .check(compiled);
    }

    @Test
    void contractsNeedTheJdkAndJspecifyOnly() {
        classes()
                .that()
                .resideInAPackage("io.bitchat.contracts..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.bitchat.contracts..", "java..", "org.jspecify.annotations")
                .check(compiled);
    }

    @Test
    void featuresOfMessageServiceFormNoCycle() {
        slices().matching("io.bitchat.messages.(*)..").should().beFreeOfCycles().check(compiled);
    }

    @Test
    void featuresOfGroupGossipServiceFormNoCycle() {
        slices().matching("io.bitchat.groups.(*)..").should().beFreeOfCycles().check(compiled);
    }

    @Test
    void featuresOfFileServiceFormNoCycle() {
        slices().matching("io.bitchat.files.(*)..").should().beFreeOfCycles().check(compiled);
    }

    @Test
    void featuresOfPeerServiceFormNoCycle() {
        slices().matching("io.bitchat.peers.(*)..").should().beFreeOfCycles().check(compiled);
    }

    @Test
    void partsOfTheKitFormNoCycle() {
        slices().matching("io.bitchat.kit.(*)..").should().beFreeOfCycles().check(compiled);
    }

    /** A leased connection must survive a client that disconnects; {@code kit.commit} takes care of that. */
    @Test
    void connectionsAreLeasedWhereNoCallerCanCancelIt() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.bitchat.kit.commit..", "io.bitchat.kit.outbox..")
                // keeps one connection for the lifetime of the service, not for a caller
                .and()
                .doNotHaveSimpleName("ReplicaListener")
                .should()
                .callMethodWhere(target(owner(simpleNameStartingWith("Pool").or(simpleName("SessionFactory"))))
                        .and(target(nameMatching("getConnection|with(Transaction|Connection|Session|StatelessSession)"
                                + "|open(Session|StatelessSession)"))))
                .check(compiled);
    }

    /** Work for a request is never cancelled halfway when the client disconnects. */
    @Test
    void resourcesGoOnWhenTheirClientHangsUp() {
        classes()
                .that()
                .areAnnotatedWith("jakarta.ws.rs.Path")
                .should(beAnnotatedWithCancellableFalse())
                .check(compiled);
    }

    private static ArchCondition<JavaClass> beAnnotatedWithCancellableFalse() {
        return new ArchCondition<>("be annotated with @Cancellable(false)") {
            @Override
            public void check(JavaClass resource, ConditionEvents events) {
                var annotation = resource.tryGetAnnotationOfType("org.jboss.resteasy.reactive.server.Cancellable");
                boolean goesOn = annotation.flatMap(found -> found.get("value")).equals(Optional.of(false));
                events.add(new SimpleConditionEvent(resource, goesOn, resource.getName() + " can be cancelled"));
            }
        };
    }

    @ParameterizedTest
    @CsvSource({"Manager", "Helper", "Helpers", "Util", "Utils", "Impl"})
    void namesSayWhatAThingIs(String ending) {
        noClasses()
                .that()
                .resideInAPackage("io.bitchat..")
                .should()
                .haveSimpleNameEndingWith(ending)
                .check(compiled);
    }
}
