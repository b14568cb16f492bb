package io.bitchat.rooms.transfer;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Those who may accept, and those who have decided. */
final class Receivers {
    private final Map<String, Delivery> deliveries = new LinkedHashMap<>();

    void add(Delivery delivery) {
        deliveries.putIfAbsent(delivery.peer, delivery);
    }

    @Nullable
    Delivery of(String peer) {
        return deliveries.get(peer);
    }

    void remove(String peer) {
        deliveries.remove(peer);
    }

    Collection<Delivery> all() {
        return deliveries.values();
    }

    List<Delivery> running() {
        return all().stream().filter(Delivery::isRunning).toList();
    }

    List<Delivery> undecided() {
        return all().stream().filter(Delivery::isUndecided).toList();
    }

    List<Delivery> accepted() {
        return all().stream().filter(Delivery::hasAccepted).toList();
    }

    List<Delivery> completed() {
        return all().stream()
                .filter(delivery -> delivery.state() instanceof State.Completed)
                .toList();
    }

    /** Whether somebody can take chunks now. */
    boolean anyActive() {
        return all().stream().anyMatch(Delivery::isActive);
    }

    /** Number of chunks that the slowest of those who go on has confirmed; if none does, the fastest of the others. */
    int confirmed() {
        return running().stream().mapToInt(Delivery::confirmed).min().orElseGet(() -> accepted().stream()
                .mapToInt(Delivery::confirmed)
                .max()
                .orElse(0));
    }
}
