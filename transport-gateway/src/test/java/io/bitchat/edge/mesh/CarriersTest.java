package io.bitchat.edge.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CarriersTest {
    private final Carriers carriers = new Carriers();

    @BeforeEach
    void twoCarry() {
        for (var peer : new String[] {"roof", "tower"}) {
            carriers.linked(peer);
            carriers.said(peer, true);
        }
    }

    @Test
    void theFirstStaysChosen() {
        assertThat(carriers.chosen()).isEqualTo("roof");
        carriers.linked("cellar");
        carriers.said("cellar", true);
        assertThat(carriers.chosen()).isEqualTo("roof");
    }

    @Test
    void theNextFollowsOneThatRefusesAndThatOneComesLast() {
        carriers.refused("roof");
        assertThat(carriers.chosen()).isEqualTo("tower");
        carriers.refused("tower");
        assertThat(carriers.chosen()).isEqualTo("roof");
    }

    @Test
    void aLateRefusalChangesNothing() {
        carriers.refused("roof");
        carriers.refused("roof");
        assertThat(carriers.chosen()).isEqualTo("tower");
    }

    @Test
    void theOnlyOneIsAskedAgain() {
        carriers.said("tower", false);
        carriers.refused("roof");
        assertThat(carriers.chosen()).isEqualTo("roof");
    }

    @Test
    void oneWithoutALinkIsNotChosenAndNeedNotSayAgainThatItsUplinkIsOpen() {
        carriers.unlinked("roof");
        assertThat(carriers.chosen()).isEqualTo("tower");
        carriers.linked("roof");
        carriers.unlinked("tower");
        assertThat(carriers.chosen()).isEqualTo("roof");
        carriers.unlinked("roof");
        assertThat(carriers.chosen()).isNull();
    }

    @Test
    void whatOneSaidEndsWithItsRun() {
        carriers.forget("roof");
        assertThat(carriers.chosen()).isEqualTo("tower");
        carriers.unlinked("tower");
        assertThat(carriers.chosen()).isNull();
        carriers.said("roof", true);
        assertThat(carriers.chosen()).isEqualTo("roof");
    }
}
