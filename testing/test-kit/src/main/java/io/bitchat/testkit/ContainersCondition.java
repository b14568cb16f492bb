package io.bitchat.testkit;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import java.lang.reflect.AnnotatedElement;
import java.util.Arrays;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips tests that need a container engine if none answers, and reports why. Active with {@code -Pcontainers}. */
public final class ContainersCondition implements ExecutionCondition {
    private static final String REASON = "skipped: no container engine answers; start one, or run without -Pcontainers";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        boolean concerned = context.getTestMethod().isEmpty()
                && context.getElement().map(ContainersCondition::usesServers).orElse(false);
        if (!concerned || !Containers.wanted() || Containers.available()) {
            return ConditionEvaluationResult.enabled("servers can be started");
        }
        System.out.println(context.getDisplayName() + " " + REASON);
        return ConditionEvaluationResult.disabled(REASON);
    }

    private static boolean usesServers(AnnotatedElement testClass) {
        return Arrays.stream(testClass.getAnnotationsByType(WithTestResource.class))
                        .anyMatch(resource -> isServer(resource.value()))
                || Arrays.stream(testClass.getAnnotationsByType(QuarkusTestResource.class))
                        .anyMatch(resource -> isServer(resource.value()));
    }

    private static boolean isServer(Class<?> resource) {
        String name = resource.getName();
        return name.equals(PostgresServer.class.getName()) || name.equals(KafkaBroker.class.getName());
    }
}
