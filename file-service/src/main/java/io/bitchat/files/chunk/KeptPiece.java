package io.bitchat.files.chunk;

import io.bitchat.chunks.ChunkHash;

/**
 * A piece of a file in the chunk store: what the file API calls a chunk.
 *
 * @param index from 0
 * @param hash SHA-256 of its content
 * @param size size of its content in bytes
 */
public record KeptPiece(int index, ChunkHash hash, int size) {}
