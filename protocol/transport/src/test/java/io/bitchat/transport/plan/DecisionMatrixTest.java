package io.bitchat.transport.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.transport.Privacy;
import io.bitchat.transport.ReasonCode;
import io.bitchat.transport.Sample;
import io.bitchat.transport.TransportId;
import io.bitchat.transport.settings.TransportSettings;
import java.util.Set;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.AggregateWith;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.aggregator.ArgumentsAggregator;
import org.junit.jupiter.params.provider.CsvSource;

/** The decision matrix and the order of the rules, with the policy {@code seed} and all transports at work. */
class DecisionMatrixTest {
    /** A row of a table: what is given, and what the planner must select. */
    record Row(
            boolean internet,
            Privacy privacy,
            boolean broadcast,
            boolean lowBattery,
            String transport,
            ReasonCode reason) {
        static final class Reader implements ArgumentsAggregator {
            @Override
            public Row aggregateArguments(ArgumentsAccessor row, ParameterContext context) {
                return new Row(
                        row.getBoolean(1),
                        row.get(2, Privacy.class),
                        row.getBoolean(3),
                        row.getBoolean(4),
                        row.getString(5),
                        row.get(6, ReasonCode.class));
            }
        }
    }

    private final Planner planner = new Planner(TransportSettings.defaults());

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "offline messaging      | false | PREFERRED | true  | false | ble | NO_INTERNET",
                "privacy-critical       | true  | REQUIRED  | false | false | htx | PRIVACY",
                "broadcast announcement | true  | ANY       | true  | false | ble | BROADCAST",
                "online, standard       | true  | ANY       | false | false | htx | STANDARD",
                "low battery            | true  | ANY       | false | true  | htx | LOW_BATTERY",
            })
    void everyRowOfTheMatrixSelectsItsTransport(String scenario, @AggregateWith(Row.Reader.class) Row row) {
        assertSelected(row);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "no internet goes before the battery       | false | ANY       | false | true  | ble | NO_INTERNET",
                "no internet goes before broadcast         | false | ANY       | true  | false | ble | NO_INTERNET",
                "no internet goes before a wish of privacy | false | PREFERRED | false | false | ble | NO_INTERNET",
                "privacy goes before broadcast             | true  | PREFERRED | true  | false | htx | PRIVACY",
                "privacy goes before the battery           | true  | REQUIRED  | false | true  | htx | PRIVACY",
                "broadcast goes before the battery         | true  | ANY       | true  | true  | ble | BROADCAST",
                "everything else is standard               | true  | ANY       | false | false | htx | STANDARD",
            })
    void theRulesApplyInTheirOrder(String rule, @AggregateWith(Row.Reader.class) Row row) {
        assertSelected(row);
    }

    @ParameterizedTest
    @CsvSource({"ble", "htx", "mesh"})
    void aPreferenceGoesBeforeAllRules(String transport) {
        var message = Sample.preferring(new TransportId(transport), Sample.toBob());

        var first = planner.plan(message, Sample.all()).candidates().getFirst();

        assertThat(first.transport().name()).isEqualTo(transport);
        assertThat(first.reason()).isEqualTo(ReasonCode.PREFERRED);
        assertThat(first.score()).isEqualTo(100);
    }

    private void assertSelected(Row row) {
        var message = Sample.wishing(
                row.broadcast() ? Sample.toAll() : Sample.toBob(), wishes -> wishes.withPrivacy(row.privacy()));
        var around = Sample.all()
                .withInternet(row.internet())
                .withLowBattery(row.lowBattery())
                .withMembers(Set.of("bob", "carol"));

        var plan = planner.plan(message, around);

        assertThat(plan.verdict()).isEqualTo(new Verdict.Send());
        var first = plan.candidates().getFirst();
        assertThat(first.transport()).isEqualTo(new TransportId(row.transport()));
        assertThat(first.reason()).isEqualTo(row.reason());
        assertThat(first.score()).isEqualTo(100);
    }
}
