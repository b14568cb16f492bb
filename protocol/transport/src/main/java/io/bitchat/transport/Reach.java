package io.bitchat.transport;

import java.time.Duration;

/** What a transport knows about its way to the receiver of one message. */
public sealed interface Reach {
    Reach RELAYED = new Relayed();
    Reach UNKNOWN = new Unknown();
    Reach UNREACHABLE = new Unreachable();

    /**
     * A link to the receiver is open.
     *
     * @param roundTrip as last measured
     * @param encrypted whether this link is encrypted
     */
    record Direct(Duration roundTrip, boolean encrypted) implements Reach {
        public Direct {
            if (roundTrip.isNegative()) throw new IllegalArgumentException("round trip " + roundTrip);
        }
    }

    /** The receiver is known, and others relay to it. */
    record Relayed() implements Reach {}

    /** The transport cannot tell before it has tried. */
    record Unknown() implements Reach {}

    /** The transport knows that it does not reach the receiver now; for a broadcast, that nobody is there. */
    record Unreachable() implements Reach {}
}
