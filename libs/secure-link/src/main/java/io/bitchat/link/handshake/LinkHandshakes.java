package io.bitchat.link.handshake;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.bitchat.crypto.Bytes;
import io.bitchat.crypto.noise.NoiseHandshake;
import io.bitchat.crypto.noise.NoisePattern;
import io.bitchat.crypto.noise.NoiseSetup;
import io.bitchat.link.LinkIdentity;
import java.util.random.RandomGenerator;

/** Creates the handshakes of this protocol, under one identity. */
public final class LinkHandshakes {
    /**
     * Mixed into the handshake by both sides, so that another protocol with the same keys cannot be confused with this
     * one.
     */
    static final String PROLOGUE = "bitchat-link/1";

    private final NoiseSetup setup;
    private final RandomGenerator random;

    public LinkHandshakes(LinkIdentity identity, RandomGenerator random) {
        this.setup = NoiseSetup.of(NoisePattern.XX)
                .withPrologue(Bytes.copyOf(PROLOGUE.getBytes(US_ASCII)))
                .withOwnStatic(identity.keys());
        this.random = random;
    }

    public NoiseHandshake dialing() {
        return setup.initiator(random);
    }

    public NoiseHandshake accepting() {
        return setup.responder(random);
    }
}
