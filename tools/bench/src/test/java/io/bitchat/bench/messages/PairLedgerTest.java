package io.bitchat.bench.messages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PairLedgerTest {
    private final PairLedger ledger = new PairLedger();

    @Test
    void owesWhatWasAcknowledgedAndHasNotArrived() {
        int first = ledger.send();
        int second = ledger.send();
        ledger.acknowledged(first);
        ledger.acknowledged(second);
        ledger.delivered(first);

        assertThat(ledger.lost()).isEqualTo(1);
        ledger.delivered(second);
        assertThat(ledger.lost()).isZero();
    }

    @Test
    void owesNothingThatWasNeverAcknowledged() {
        ledger.send();

        assertThat(ledger.lost()).isZero();
    }

    @Test
    void acceptsADeliveryThatOvertakesItsAcknowledgement() {
        int message = ledger.send();

        assertThat(ledger.delivered(message)).isTrue();
        ledger.acknowledged(message);
        assertThat(ledger.lost()).isZero();
    }

    @Test
    void countsEveryRepetition() {
        int message = ledger.send();
        ledger.delivered(message);

        assertThat(ledger.delivered(message)).isFalse();
        ledger.delivered(message);
        assertThat(ledger.duplicates()).isEqualTo(2);
    }

    @Test
    void countsAMessageThatOvertakesOneAcknowledgedBeforeItWasSent() {
        int first = ledger.send();
        ledger.acknowledged(first);
        int second = ledger.send();
        ledger.delivered(second);
        ledger.delivered(first);

        assertThat(ledger.outOfOrder()).isEqualTo(1);
    }

    @Test
    void letsMessagesInFlightTogetherSwap() {
        int first = ledger.send();
        int second = ledger.send();
        ledger.delivered(second);
        ledger.delivered(first);

        assertThat(ledger.outOfOrder()).isZero();
    }

    @Test
    void knowsItsOwnMessages() {
        assertThat(ledger.delivered(7)).isFalse();
        assertThat(ledger.strangers()).isEqualTo(1);
    }
}
