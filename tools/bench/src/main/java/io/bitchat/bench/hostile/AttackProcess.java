package io.bitchat.bench.hostile;

import io.bitchat.bench.suite.OrderedProcess;
import io.vertx.core.json.JsonObject;

/** Controls the process of the hostile site. */
final class AttackProcess implements AutoCloseable {
    private final OrderedProcess process;

    /** What the attacker did: frames per second, and its processor time in percent of one core. */
    record Effort(double perSecond, double cpuPercent) {}

    /** @param greedy whether it runs at normal scheduling priority */
    AttackProcess(JsonObject config, boolean greedy) {
        process = new OrderedProcess(Attacker.class, config, greedy);
    }

    /** Waits until the attacker has joined a group. */
    void join(String group) {
        process.obey(new JsonObject().put("order", "join").put("group", group));
    }

    void attack(String group, Attack attack) {
        process.obey(new JsonObject().put("order", "attack").put("group", group).put("attack", attack.name()));
    }

    /** Sends the same frames, at the rate that the attack reached, to a sink that discards them. */
    void control(String group, Attack attack, double perSecond) {
        process.obey(new JsonObject()
                .put("order", "control")
                .put("group", group)
                .put("attack", attack.name())
                .put("per_second", Math.max(1, perSecond)));
    }

    Effort stop() {
        var answer = process.obey(new JsonObject().put("order", "stop"));
        return new Effort(answer.getDouble("per_second"), answer.getDouble("cpu_percent"));
    }

    @Override
    public void close() {
        process.close();
    }
}
