package io.bitchat.transport.plan;

import io.bitchat.transport.PrivacyAchieved;
import io.bitchat.transport.ReasonCode;
import io.bitchat.transport.TransportId;
import io.bitchat.transport.TransportType;

/**
 * A transport that can carry the message now.
 *
 * @param score 1 to 100; candidates are in descending order of it
 * @param reason what gave it this score
 * @param privacy what the message would have of privacy
 */
public record Candidate(
        TransportId transport, TransportType type, int score, ReasonCode reason, PrivacyAchieved privacy, Way way) {}
