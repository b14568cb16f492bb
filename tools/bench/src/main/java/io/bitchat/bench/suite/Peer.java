package io.bitchat.bench.suite;

/**
 * A peer of the bench, ready to act.
 *
 * @param token access token; empty if the suite requires none
 */
public record Peer(String id, String token) {}
