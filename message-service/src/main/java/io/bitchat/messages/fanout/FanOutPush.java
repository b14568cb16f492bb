package io.bitchat.messages.fanout;

import io.bitchat.messages.fanout.FanOutBatch.Place;
import io.bitchat.messages.fanout.FanOutBatch.Told;
import io.bitchat.messages.fanout.FanOutTransaction.Result;
import io.bitchat.messages.realtime.GroupFrame;
import io.bitchat.messages.realtime.Hub;
import io.bitchat.messages.realtime.Parcel;
import io.bitchat.messages.trace.TraceLog;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Hands committed group messages to the sockets of this replica, notifies the other replicas, and writes the trace. */
@ApplicationScoped
class FanOutPush {
    private final Hub hub;
    private final ReplicaNotifier notifier;
    private final TraceLog trace;
    private final FanOutMetrics metrics;

    FanOutPush(Hub hub, ReplicaNotifier notifier, TraceLog trace, FanOutMetrics metrics) {
        this.hub = hub;
        this.notifier = notifier;
        this.trace = trace;
        this.metrics = metrics;
    }

    void committed(Result result) {
        var batch = result.batch();
        if (batch.isEmpty()) return;
        metrics.committed(batch);
        var frames = batch.messages().stream().map(this::frame).toList();
        batch.places(result.last(), hub::has)
                .forEach((peerId, places) -> hub.committed(peerId, parcels(places, frames)));
        frames.forEach(GroupFrame::done);
        notifier.others(
                batch.messages().stream().map(told -> told.message().id()).toList());
        for (var told : batch.messages()) {
            trace.fannedOut(
                    told.message().messageId(), told.event().recipients().size());
        }
    }

    private GroupFrame frame(Told told) {
        return hub.frame(told.message(), () -> metrics.pushed(told.event().at()));
    }

    private static List<Parcel.OfGroup> parcels(List<Place> places, List<GroupFrame> frames) {
        return places.stream()
                .map(place -> new Parcel.OfGroup(place.place(), frames.get(place.message())))
                .toList();
    }
}
