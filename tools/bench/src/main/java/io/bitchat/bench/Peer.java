package io.bitchat.bench;

/**
 * One of the bench's own peers, ready to act.
 *
 * @param token access token; empty where the suite asks for none
 */
record Peer(String id, String token) {}
