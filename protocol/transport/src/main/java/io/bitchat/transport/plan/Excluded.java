package io.bitchat.transport.plan;

import io.bitchat.transport.Availability;
import io.bitchat.transport.ReasonCode;
import io.bitchat.transport.TransportId;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A transport that cannot carry the message now.
 *
 * @param cause what the transport says about itself, with the remedy; null unless the reason is
 *     {@link ReasonCode#UNAVAILABLE}
 */
public record Excluded(TransportId transport, ReasonCode reason, Availability.@Nullable Unavailable cause) {
    private static final Set<ReasonCode> FOR_GOOD = EnumSet.of(
            ReasonCode.TOO_LARGE, ReasonCode.NO_UNICAST, ReasonCode.MEMBERS_UNKNOWN, ReasonCode.LESS_PRIVATE);

    /** Whether waiting changes nothing: it lies in the message, not in the state of the transport. */
    public boolean isForGood() {
        return FOR_GOOD.contains(reason);
    }
}
