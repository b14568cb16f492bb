package io.bitchat.contracts.transfers;

/**
 * How far one receiver of a transfer is.
 *
 * @param status {@code active}, {@code paused}, {@code completed}, {@code cancelled}, {@code failed} or {@code expired}
 * @param chunksReceived number of chunks that it has confirmed
 */
public record ReceiverProgress(String peerId, String status, int chunksReceived) {}
