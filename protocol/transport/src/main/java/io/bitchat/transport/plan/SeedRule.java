package io.bitchat.transport.plan;

import io.bitchat.transport.Message;
import io.bitchat.transport.Privacy;
import io.bitchat.transport.ReasonCode;
import io.bitchat.transport.Surroundings;
import io.bitchat.transport.TransportId;

/** The transport that the first matching rule of the decision matrix names, and which rule that is. */
record SeedRule(TransportId transport, ReasonCode reason) {
    static SeedRule of(Message message, Surroundings around) {
        if (!around.internet()) return new SeedRule(TransportId.BLE, ReasonCode.NO_INTERNET);
        if (message.wishes().privacy() != Privacy.ANY) return new SeedRule(TransportId.HTX, ReasonCode.PRIVACY);
        if (message.isBroadcast()) return new SeedRule(TransportId.BLE, ReasonCode.BROADCAST);
        // the same transport as by the last rule, for another reason: its battery impact
        if (around.lowBattery()) return new SeedRule(TransportId.HTX, ReasonCode.LOW_BATTERY);
        return new SeedRule(TransportId.HTX, ReasonCode.STANDARD);
    }
}
