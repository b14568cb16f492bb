package io.bitchat.edge.adapter;

import io.bitchat.transport.TransportId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** What a transport has told. */
public final class Heard implements AdapterListener {
    public final AtomicInteger arrivals = new AtomicInteger();
    public final List<Boolean> availability = new CopyOnWriteArrayList<>();
    public final Set<String> receivers = ConcurrentHashMap.newKeySet();

    @Override
    public void arrived(TransportId transport) {
        arrivals.incrementAndGet();
    }

    @Override
    public void availabilityChanged(TransportId transport, boolean available) {
        availability.add(available);
    }

    @Override
    public void receiverSeen(TransportId transport, String receiver) {
        receivers.add(receiver);
    }
}
