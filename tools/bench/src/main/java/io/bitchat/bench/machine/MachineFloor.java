package io.bitchat.bench.machine;

import io.bitchat.bench.load.Scenario;
import io.bitchat.bench.messages.SendClosedLoop;
import io.bitchat.bench.messages.SendOpenLoop;
import io.bitchat.bench.report.Report;
import io.bitchat.bench.suite.Driver;
import io.bitchat.bench.suite.SuiteState;
import java.util.OptionalDouble;

/** What the machine can do without the suite's code, as a baseline for the other figures. */
public final class MachineFloor implements Scenario {
    @Override
    public String letter() {
        return "g";
    }

    @Override
    public String title() {
        return "floor of the machine: PostgreSQL commits and Kafka latency";
    }

    @Override
    public void run(Driver driver, Report report) {
        int seconds = Math.max(1, Math.min(5, driver.settings().seconds()));
        SuiteState suite = driver.suite();
        suite.postgres().ifPresent(database -> new PostgresFloor(database, seconds).run(report));
        suite.kafka().ifPresent(servers -> new KafkaFloor(servers, driver.fresh("floor"), seconds).run(report));
        if (suite.postgres().isEmpty() || suite.kafka().isEmpty()) {
            report.condition("floor", "not measured, only a state file tells where PostgreSQL and Kafka are");
        }
        SendOpenLoop.compare(report);
        OptionalDouble commits = report.value(PostgresFloor.RATE_32);
        report.compare(SendClosedLoop.RATE, "commits/s, 32 clients", commits);
    }
}
