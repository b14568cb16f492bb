package io.bitchat.files.source;

import io.bitchat.chunks.download.ChunkSet;
import java.time.Instant;
import java.util.Optional;

/**
 * A peer that has announced chunks of a file.
 *
 * @param url where the chunks can be requested; without it the peer cannot be asked
 */
public record FileSource(String fileId, String peerId, Optional<String> url, ChunkSet chunks, Instant announcedAt) {}
