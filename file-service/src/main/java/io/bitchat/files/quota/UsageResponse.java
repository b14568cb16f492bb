package io.bitchat.files.quota;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a peer has here, and may have.
 *
 * @param bytes of its files as they were declared; an upload counts whole from its beginning
 * @param files complete ones, uploads under way, and parts of files by tus
 */
@Schema(name = "FileUsageResponse")
record UsageResponse(String peerId, long bytes, long bytesLimit, long files, long filesLimit) {}
