package io.bitchat.rooms.transfer;

import io.bitchat.rooms.Percent;
import java.time.Instant;
import java.util.List;

/**
 * How far a transfer is.
 *
 * @param state state of the transfer
 * @param chunksSent number of verified chunks that the sender has brought
 * @param chunksReceived number of chunks that the slowest receiver has confirmed
 * @param totalChunks number of chunks of the file
 * @param percent share of {@code chunksReceived}
 * @param bytes bytes of {@code chunksReceived}
 * @param receivers those who have accepted
 */
public record Progress(
        State state,
        int chunksSent,
        int chunksReceived,
        int totalChunks,
        Percent percent,
        long bytes,
        List<Receiver> receivers,
        Instant at) {
    public Progress {
        receivers = List.copyOf(receivers);
    }

    /** @param chunksReceived number of chunks that this receiver has confirmed */
    public record Receiver(String peer, State state, int chunksReceived) {}
}
