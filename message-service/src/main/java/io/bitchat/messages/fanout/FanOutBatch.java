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
 * audience, so that a list of a thousand peers is named once and not with each message.
 */
final class FanOutBatch {
    private final List<Told> messages;
    private final Map<List<String>, Integer> audiences = new LinkedHashMap<>();

    /** A message and the event that told of it. */
    record Told(StoredMessage message, Delivered event) {}

    /** A message of the batch, by its number, and its place in the stream of some peer. */
    record Place(int message, long place) {}

    private FanOutBatch(List<Told> messages) {
        this.messages = messages;
        for (var told : messages) audiences.putIfAbsent(told.event().recipients(), audiences.size());
    }

    /** @param named the messages by the ids that they are stored under */
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
                event.groupId(),
                event.sequence(),
                0);
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    List<Told> messages() {
        return messages;
    }

    /** The lists of recipients; their order gives them their numbers. */
    List<List<String>> audiences() {
        return List.copyOf(audiences.keySet());
    }

    int audienceOf(Told told) {
        return audiences.getOrDefault(told.event().recipients(), 0);
    }

    /** Authors and recipients. */
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
     * Where the messages stand in the streams of those peers that {@code concerns} asks for, ascending. The last places
     * were drawn for the whole batch, so they are counted back from there.
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
