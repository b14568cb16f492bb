package io.bitchat.messages.edge;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.time.Duration;
import java.util.Map;

/** Offers what waits again after a few seconds, so that a test need not wait for a minute. */
public final class ShortRounds implements QuarkusTestProfile {
    static final Duration ROUND = Duration.ofSeconds(3);

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("bitchat.messages.edge.offer-again", ROUND.toString());
    }
}
