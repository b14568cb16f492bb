package io.bitchat.edge.router;

import io.bitchat.edge.adapter.TransportAdapter;
import io.bitchat.transport.Availability;
import io.bitchat.transport.Capabilities;
import io.bitchat.transport.Reach;
import io.bitchat.transport.TransportId;
import io.bitchat.transport.TransportState;
import io.bitchat.transport.TransportType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All transports that there can be: those of this node, and those that this release does not have. */
final class Registry {
    private static final List<TransportState> NOT_BUILT = List.of(
            notBuilt(TransportId.BLE, TransportType.BLE_MESH, Capabilities.ofBle()),
            notBuilt(TransportId.HTX, TransportType.HTX_PRIVACY, Capabilities.ofHtx()));

    private final Map<TransportId, TransportAdapter> adapters = new TreeMap<>();

    Registry(List<TransportAdapter> transports) {
        transports.forEach(adapter -> adapters.put(adapter.id(), adapter));
    }

    private static TransportState notBuilt(TransportId id, TransportType type, Capabilities capabilities) {
        var why = Availability.unavailable("not_built", "this release does not have " + id + "; use another transport");
        return new TransportState(id, type, capabilities, why, Reach.UNKNOWN);
    }

    Collection<TransportAdapter> adapters() {
        return adapters.values();
    }

    /** A transport of this node; the planner names no others. */
    TransportAdapter adapter(TransportId id) {
        return Objects.requireNonNull(adapters.get(id));
    }

    /** All transports as they are now for messages to a receiver. */
    List<TransportState> states(String receiver) {
        var missing = NOT_BUILT.stream().filter(state -> !adapters.containsKey(state.id()));
        var present = adapters.values().stream().map(adapter -> adapter.state(receiver));
        return Stream.concat(present, missing).toList();
    }
}
