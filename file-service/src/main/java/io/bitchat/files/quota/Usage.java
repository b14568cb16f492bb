package io.bitchat.files.quota;

/**
 * Storage that a peer uses.
 *
 * @param files number of complete files, open uploads, and parts of files uploaded by tus
 * @param bytes their total declared size
 */
public record Usage(long files, long bytes) {}
