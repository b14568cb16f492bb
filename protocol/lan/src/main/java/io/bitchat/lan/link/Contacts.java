package io.bitchat.lan.link;

import io.bitchat.lan.LanParameters;
import io.bitchat.lan.Turn;
import io.bitchat.lan.address.Endpoint;
import io.bitchat.lan.address.Ipv4;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Addresses that the user named, for networks that carry no multicast. They are dialled until a peer answers. */
final class Contacts {
    private final Turn turn;
    private final Map<Endpoint, Integer> failures = new HashMap<>();
    private final Map<Endpoint, Long> notBefore = new HashMap<>();
    private List<Endpoint> addresses = List.of();

    Contacts(Turn turn) {
        this.turn = turn;
    }

    /** Replaces all; those beyond {@value LanParameters#MAX_CONTACTS} are left out. */
    void set(List<Endpoint> all) {
        addresses = all.stream().distinct().limit(LanParameters.MAX_CONTACTS).toList();
        failures.keySet().retainAll(addresses);
        notBefore.keySet().retainAll(addresses);
    }

    /** Whether one of them is on this host: then it may connect from any network. */
    boolean isHost(Ipv4 host) {
        return addresses.stream().anyMatch(address -> address.host().equals(host));
    }

    /** The contacts to dial now. */
    List<Endpoint> due(Predicate<Endpoint> isKnown) {
        var due = new ArrayList<Endpoint>();
        for (var address : addresses) {
            if (!isKnown.test(address) && turn.millis() >= notBefore.getOrDefault(address, 0L)) due.add(address);
        }
        return due;
    }

    /** Nobody answered, or not the right one: the next attempt comes after a pause. */
    void failed(Endpoint address) {
        if (!addresses.contains(address)) return;
        int times = failures.merge(address, 1, Integer::sum);
        notBefore.put(address, turn.millis() + turn.parameters().backoff().millisAfter(times, turn.random()));
    }

    void succeeded(Endpoint address) {
        failures.remove(address);
        notBefore.remove(address);
    }
}
