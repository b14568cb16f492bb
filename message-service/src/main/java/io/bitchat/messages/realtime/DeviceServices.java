package io.bitchat.messages.realtime;

import io.bitchat.messages.inbox.MessageReader;
import io.bitchat.messages.trace.TraceLog;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Produces the services that devices share. */
class DeviceServices {
    @Produces
    @Singleton
    Device.Services services(MessageReader reader, Frames frames, TraceLog trace, Vertx vertx, InstantSource clock) {
        return new Device.Services(reader, frames, trace, vertx, clock);
    }
}
