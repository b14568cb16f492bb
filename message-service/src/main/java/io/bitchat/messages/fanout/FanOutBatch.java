package io.bitchat.messages.fanout;

import io.bitchat.contracts.groups.GroupMessageEvent.Delivered;
import io.bitchat.kit.time.Ids;
import io.bitchat.messages.Status;
import io.bitchat.messages.StoredMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Group messages that are stored together, in the order of their events. Messages with the same recipients share an
 * audience, so a list of a thousand peers is passed once per batch and not once per message.
 */
final class FanOutBatch {
    private final List<Told> messages;
    private final Map<List<String>, Integer> audiences = new LinkedHashMap<>();

    /** A message and the event that announced it. */
    record Told(StoredMessage message, Delivered event) {}

    /** The index of a message in the batch, and its place in one peer's stream. */
    record Place(int message, long place) {}

    private FanOutBatch(List<Told> messages) {
        this.messages = messages;
        for (var told : messages) audiences.putIfAbsent(told.event().recipients(), audiences.size());
    }

    /** @param named the events by the id under which each message is stored */
    static FanOutBatch of(Map<String, Delivered> named, Ids ids) {
        return new FanOutBatch(named.entrySet().stream()
                .map(entry -> new Told(stored(entry.getKey(), entry.getValue(), ids), entry.getValue()))
                .toList());
    }

    private static StoredMessage stored(String messageId, Delivered event, Ids ids) {
        return new StoredMessage(
                ids.next(),
                messageId,
                event.fromPeerId(),
                null,
                event.groupId(),
                event.content(),
                event.encryptionAlgorithm(),
                event.nonce(),
                Status.SENT,
                event.sentAt(),
                null,
                null,
                null,
                event.ttlSeconds(),
                event.hopCount(),
                false,
                event.groupId(),
                event.sequence(),
                0,
                event.at());
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    List<Told> messages() {
        return messages;
    }

    /** The distinct lists of recipients; the index of a list is its audience number. */
    List<List<String>> audiences() {
        return List.copyOf(audiences.keySet());
    }

    int audienceOf(Told told) {
        return audiences.getOrDefault(told.event().recipients(), 0);
    }

    /** All authors and recipients. */
    Set<String> peers() {
        var peers = new LinkedHashSet<String>();
        for (var told : messages) peers.add(told.event().fromPeerId());
        audiences.keySet().forEach(peers::addAll);
        return peers;
    }

    long deliveries() {
        return messages.stream()
                .mapToLong(told -> told.event().recipients().size())
                .sum();
    }

    /**
     * The places of the messages in the streams of the peers that match {@code concerns}, ascending. Places were drawn
     * for the whole batch, so they are counted back from the last one drawn.
     */
    Map<String, List<Place>> places(Map<String, Long> last, Predicate<String> concerns) {
        var places = new HashMap<String, List<Place>>();
        var next = new HashMap<String, Long>();
        for (int i = messages.size() - 1; i >= 0; i--) {
            for (var peer : messages.get(i).event().recipients()) {
                if (!concerns.test(peer)) continue;
                long place = next.merge(peer, last.getOrDefault(peer, 0L), (known, _) -> known - 1);
                places.computeIfAbsent(peer, _ -> new ArrayList<>()).add(new Place(i, place));
            }
        }
        places.replaceAll((_, descending) -> descending.reversed());
        return places;
    }
}
