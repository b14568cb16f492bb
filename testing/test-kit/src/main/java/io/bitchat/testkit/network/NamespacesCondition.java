package io.bitchat.testkit.network;

import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips tests where no network namespaces can be made. */
final class NamespacesCondition implements ExecutionCondition {
    private static final Optional<String> MISSING = NetworkNamespaces.missing();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return MISSING.map(ConditionEvaluationResult::disabled)
                .orElseGet(() -> ConditionEvaluationResult.enabled("network namespaces can be made"));
    }
}
