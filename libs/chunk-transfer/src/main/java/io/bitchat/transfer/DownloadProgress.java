package io.bitchat.transfer;

import io.bitchat.chunks.download.SourceReport;
import java.util.List;

/**
 * Progress of a download.
 *
 * @param chunks number of stored chunks, including those of earlier runs
 * @param totalChunks number of chunks of the file; 0 before it is known
 * @param bytes bytes of the chunks that this run has stored
 * @param refetched wasted bytes: duplicate, wrong, or from aborted requests
 * @param rate recent rate of this run in bytes per second
 * @param inFlight number of requests in flight
 */
public record DownloadProgress(
        int chunks, int totalChunks, long bytes, long refetched, long rate, int inFlight, List<SourceReport> sources) {}
