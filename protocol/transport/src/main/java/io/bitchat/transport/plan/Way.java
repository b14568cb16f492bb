package io.bitchat.transport.plan;

import java.util.Locale;

/** How a transport carries a message. */
public enum Way {
    /** To its receiver. */
    UNICAST,
    /** Once, to everybody in reach. */
    BROADCAST,
    /** One copy for each member, because the transport cannot broadcast. */
    FAN_OUT;

    /** The name that clients see. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
