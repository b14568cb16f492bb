package io.bitchat.transport.plan;

import io.bitchat.transport.Message;
import io.bitchat.transport.Reach;
import io.bitchat.transport.ReasonCode;
import io.bitchat.transport.TransportState;
import io.bitchat.transport.settings.TransportSettings;

/** Scores the transports that no rule and no sender names, by the policy of the message: 1 to {@value #MAX}. */
final class Scale {
    static final int MAX = 90;

    private static final double BITS_PER_BYTE = 8;
    /** A quality below this counts as this, so that a measured 0 does not divide by zero. */
    private static final double WORST_QUALITY = 0.1;

    private final TransportSettings settings;
    private final Message message;

    Scale(TransportSettings settings, Message message) {
        this.settings = settings;
        this.message = message;
    }

    /** A score and what gave it. */
    record Score(int value, ReasonCode reason) {}

    Score score(TransportState state) {
        return switch (message.wishes().policy()) {
            case SEED -> new Score(byPriority(state), ReasonCode.PRIORITY);
            case FASTEST -> bySpeed(state);
            case PRIVATE -> new Score(byPrivacy(state), ReasonCode.PRIVACY_RANK);
            case BATTERY -> new Score(byBattery(state), ReasonCode.BATTERY_IMPACT);
            case OFFLINE -> byIndependence(state);
        };
    }

    /** 60, 50, 40 for the three places of {@code transport_priority}; 30 for a transport without a place. */
    private int byPriority(TransportState state) {
        return 60 - 10 * settings.placeOf(state.id());
    }

    /** Above 50 with a direct link, up to 46 without: no latency makes up for a link that is open. */
    private Score bySpeed(TransportState state) {
        double speed = 100 / (100 + expectedMillis(state));
        return state.hasDirectLink()
                ? new Score(50 + (int) Math.round(40 * speed), ReasonCode.DIRECT_LINK)
                : new Score(1 + (int) Math.round(45 * speed), ReasonCode.LATENCY);
    }

    private double expectedMillis(TransportState state) {
        var can = state.capabilities();
        double latency = state.reach() instanceof Reach.Direct(var roundTrip, var _)
                ? roundTrip.toMillis()
                : can.typicalLatencyMs();
        double transfer = message.payload().size() * BITS_PER_BYTE / (can.bandwidthMbps() * 1_000);
        return (latency + transfer) / Math.max(can.connectionQuality(), WORST_QUALITY);
    }

    /** 25 for each level of privacy, 5 for forward secrecy. */
    private int byPrivacy(TransportState state) {
        int secrecy = state.capabilities().supportsForwardSecrecy() ? 5 : 0;
        int level =
                switch (state.privacy()) {
                    case NONE -> 0;
                    case ENCRYPTED -> 25;
                    case PARTLY_ANONYMOUS -> 50;
                    case ANONYMOUS -> 75;
                };
        return 5 + level + secrecy;
    }

    /** 75, 50, 25 for a low, medium, high battery impact; up to 10 more for cheap data. */
    private int byBattery(TransportState state) {
        int battery =
                switch (state.capabilities().batteryImpact()) {
                    case LOW -> 75;
                    case MEDIUM -> 50;
                    case HIGH -> 25;
                };
        int data =
                switch (state.capabilities().dataCostImpact()) {
                    case LOW -> 10;
                    case MEDIUM -> 5;
                    case HIGH -> 0;
                };
        return battery + data;
    }

    private Score byIndependence(TransportState state) {
        int place = 10 - 2 * settings.placeOf(state.id());
        return state.capabilities().isOfflineCapable()
                ? new Score(60 + place, ReasonCode.OFFLINE_CAPABLE)
                : new Score(20 + place, ReasonCode.PRIORITY);
    }
}
