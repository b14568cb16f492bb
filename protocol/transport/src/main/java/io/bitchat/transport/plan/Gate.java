package io.bitchat.transport.plan;

import io.bitchat.transport.Availability;
import io.bitchat.transport.Message;
import io.bitchat.transport.Reach;
import io.bitchat.transport.ReasonCode;
import io.bitchat.transport.Surroundings;
import io.bitchat.transport.TransportId;
import io.bitchat.transport.TransportState;
import io.bitchat.transport.settings.TransportSettings;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides which transports can carry a message at all. No ranking passes it by, so it is where privacy is kept. */
final class Gate {
    private final TransportSettings settings;
    private final Message message;
    private final Surroundings around;
    private final Set<TransportId> failed;

    Gate(TransportSettings settings, Message message, Surroundings around, Set<TransportId> failed) {
        this.settings = settings;
        this.message = message;
        this.around = around;
        this.failed = failed;
    }

    /** Why the transport is excluded; null if it can carry the message. */
    @Nullable
    Excluded excluded(TransportState state) {
        var reason = reason(state);
        if (reason == null) return null;
        var cause = state.availability() instanceof Availability.Unavailable why && reason == ReasonCode.UNAVAILABLE
                ? why
                : null;
        return new Excluded(state.id(), reason, cause);
    }

    /** How the transport would carry the message. */
    Way way(TransportState state) {
        if (!message.isBroadcast()) return Way.UNICAST;
        return state.capabilities().supportsBroadcast() ? Way.BROADCAST : Way.FAN_OUT;
    }

    // what lies in the message comes first: only then it is clear whether waiting helps
    private @Nullable ReasonCode reason(TransportState state) {
        var unable = inability(state);
        return unable != null ? unable : hindrance(state);
    }

    private @Nullable ReasonCode inability(TransportState state) {
        var can = state.capabilities();
        if (!message.wishes().privacy().isMetBy(state.privacy())) return ReasonCode.LESS_PRIVATE;
        if (message.payload().size() > can.maxMessageSize()) return ReasonCode.TOO_LARGE;
        var way = way(state);
        if (way != Way.BROADCAST && !can.supportsUnicast()) return ReasonCode.NO_UNICAST;
        if (way == Way.FAN_OUT && message.copiesFor(around.members()).isEmpty()) return ReasonCode.MEMBERS_UNKNOWN;
        return null;
    }

    private @Nullable ReasonCode hindrance(TransportState state) {
        if (!settings.isEnabled(state.id())) return ReasonCode.DISABLED;
        if (failed.contains(state.id())) return ReasonCode.ALREADY_FAILED;
        if (!state.isAvailable()) return ReasonCode.UNAVAILABLE;
        if (state.capabilities().requiresInternet() && !around.internet()) return ReasonCode.NEEDS_INTERNET;
        if (state.reach() instanceof Reach.Unreachable) return ReasonCode.RECEIVER_UNREACHABLE;
        return isUnwanted(state.id()) ? ReasonCode.NOT_PREFERRED : null;
    }

    private boolean isUnwanted(TransportId transport) {
        var preference = message.wishes().preference();
        return message.wishes().strict() && preference != null && !preference.equals(transport);
    }
}
