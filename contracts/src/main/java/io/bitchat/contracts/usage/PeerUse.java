package io.bitchat.contracts.usage;

import java.time.Instant;

/**
 * What one peer has used of one limit at one replica.
 *
 * @param budget {@code requests} or {@code messages}
 * @param since beginning of the minute, by the clock of the replica
 * @param count uses that the replica has accepted since then
 */
public record PeerUse(String peerId, String budget, Instant since, int count) {}
