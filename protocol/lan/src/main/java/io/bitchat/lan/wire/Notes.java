package io.bitchat.lan.wire;

import io.bitchat.crypto.X25519PublicKey;
import io.bitchat.lan.address.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What neighbours of ours tell each other with a join, ping or pong.
 *
 * @param hello who the sender is; null unless it opens a link or has changed
 * @param links peers that the sender has links to; null if it does not say
 * @param have for each stream, up to which line the sender has all; at most {@value #MAX_HEADS}
 * @param wants lines that the sender misses; at most {@value #MAX_WANTS}
 * @param plain number of lines of plain peers that the sender would like from the history
 */
public record Notes(@Nullable Hello hello, @Nullable List<PeerId> links, List<Head> have, List<Want> wants, int plain) {
    public static final int MAX_LINKS = 256;
    public static final int MAX_HEADS = 256;
    public static final int MAX_WANTS = 64;
    public static final int MAX_PLAIN = 256;
    public static final Notes NONE = new Notes(null, null, List.of(), List.of(), 0);

    public Notes {
        if (links != null) links = List.copyOf(links);
        have = List.copyOf(have);
        wants = List.copyOf(wants);
    }

    /**
     * @param address where the sender accepts connections
     * @param secure key for encrypted links; null without
     */
    public record Hello(
            Profile profile, Endpoint address, @Nullable X25519PublicKey secure) {}

    /** @param sequence number of the last line before the first missing one, from 0 */
    public record Head(StreamId stream, long sequence) {}

    /** Lines {@code from} to {@code to}, both included. */
    public record Want(StreamId stream, long from, long to) {}

    public Notes withLinks(List<PeerId> value) {
        return new Notes(hello, value, have, wants, plain);
    }

    public Notes withHave(List<Head> value) {
        return new Notes(hello, links, value, wants, plain);
    }

    public Notes withWants(List<Want> value, int plainLines) {
        return new Notes(hello, links, have, value, plainLines);
    }

    public Notes withHello(Hello value) {
        return new Notes(value, links, have, wants, plain);
    }
}
