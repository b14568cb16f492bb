package io.bitchat.bench;

/**
 * A peer of the bench, ready to act.
 *
 * @param token access token; empty if the suite requires none
 */
record Peer(String id, String token) {}
