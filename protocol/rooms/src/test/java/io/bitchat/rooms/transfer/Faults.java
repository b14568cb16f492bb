package io.bitchat.rooms.transfer;

/**
 * What may go wrong in a simulated room.
 *
 * @param lies number of chunks that the sender damages
 * @param damages number of chunks that come damaged to each receiver
 * @param stays whether peers are back soon after a cut
 */
record Faults(int senderCuts, int receiverCuts, int restarts, int lies, int pauses, int damages, boolean stays) {
    Faults(int senderCuts, int receiverCuts, int restarts, int lies, int pauses, boolean stays) {
        this(senderCuts, receiverCuts, restarts, lies, pauses, 0, stays);
    }
}
