package io.bitchat.files.quota;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Usage and quota of a peer.
 *
 * @param bytes total declared size of its files; an upload counts in full from its start
 * @param files number of complete files, open uploads, and parts of files uploaded by tus
 */
@Schema(name = "FileUsageResponse")
record UsageResponse(String peerId, long bytes, long bytesLimit, long files, long filesLimit) {}
