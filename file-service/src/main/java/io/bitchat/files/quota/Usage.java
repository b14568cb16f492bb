package io.bitchat.files.quota;

/**
 * What a peer has here.
 *
 * @param files complete ones, uploads under way, and parts of files by tus
 * @param bytes of all of them, as they were declared
 */
public record Usage(long files, long bytes) {}
