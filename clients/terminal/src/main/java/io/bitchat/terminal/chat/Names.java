package io.bitchat.terminal.chat;

import io.bitchat.lan.registry.Peer;
import io.bitchat.lan.wire.PeerId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Peers by the names that people use for them. Safe from any thread. */
final class Names {
    private static final int SHORT = 8;
    private static final int SUFFIX = 4;

    private final Map<String, Peer> peers = new ConcurrentHashMap<>();

    void put(Peer peer) {
        peers.put(peer.id().value(), peer);
    }

    void remove(Peer peer) {
        peers.remove(peer.id().value());
    }

    Collection<Peer> all() {
        return peers.values();
    }

    /** The nick of a peer, with a part of its id if another has the same; else the begin of its id. */
    String of(PeerId id) {
        var peer = peers.get(id.value());
        return peer == null ? begin(id, SHORT) : of(peer);
    }

    String of(Peer peer) {
        var nick = Screen.clean(peer.profile().nick());
        if (nick.isBlank()) return begin(peer.id(), SHORT);
        long same = peers.values().stream()
                .filter(other -> Screen.clean(other.profile().nick()).equals(nick))
                .count();
        return same > 1 ? nick + "~" + begin(peer.id(), SUFFIX) : nick;
    }

    private static String begin(PeerId id, int length) {
        return id.value().substring(0, Math.min(length, id.value().length()));
    }

    /** The peers that a word may mean: a name as it is shown, a nick, or the begin of an id. */
    List<Peer> meantBy(String word) {
        var shown =
                peers.values().stream().filter(peer -> of(peer).equals(word)).toList();
        if (!shown.isEmpty()) return shown;
        return peers.values().stream()
                .filter(peer -> peer.profile().nick().equals(word)
                        || word.length() >= SUFFIX && peer.id().value().startsWith(word))
                .toList();
    }
}
