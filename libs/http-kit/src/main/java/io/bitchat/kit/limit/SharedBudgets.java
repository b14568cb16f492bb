package io.bitchat.kit.limit;

import io.bitchat.kit.time.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** The limits of peers as this replica knows them. */
@ApplicationScoped
public class SharedBudgets {
    private final Map<Budget, SharedBudget> budgets = new EnumMap<>(Budget.class);
    private final String replica;
    private final boolean limited;

    SharedBudgets(RateLimitConfig config, Ids ids) {
        for (var budget : Budget.values()) budgets.put(budget, new SharedBudget(config.maxCallers()));
        this.limited = config.enabled();
        this.replica = ids.next().toString();
    }

    /** Whether limits are switched on. */
    public boolean areLimited() {
        return limited;
    }

    /** Identifies this process in reports. */
    public String replica() {
        return replica;
    }

    /** Uses of one of the limits. */
    public SharedBudget of(Budget budget) {
        return Objects.requireNonNull(budgets.get(budget));
    }
}
