package io.bitchat.lan;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.lan.network.Lan;
import io.bitchat.lan.network.Stranger;
import io.bitchat.lan.wire.Line;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A plain peer that connects, and then only answers. */
class SilentPeerTest {
    private final Lan lan = new Lan(1);

    @Test
    void isAskedSoonAndKnownByItsAnswer() {
        var alice = lan.start("alice").getFirst();
        lan.runSeconds(3);
        var shy = new Stranger(lan, alice, "shy", "10.0.0.66");
        alice.freeze(true); // so that the ticks come from here

        for (int i = 0; i < 11; i++) {
            lan.run(Duration.ofMillis(100));
            shy.listen(new Input.Ticked());
        }
        assertThat(shy.heard()).extracting(Line::type).containsExactly(Line.Type.JOIN, Line.Type.PING);

        shy.say("pong", 0, "");
        assertThat(alice.node().links()).containsExactly(shy.id());
    }
}
