package io.bitchat.transfer;

import io.bitchat.chunks.download.SourceReport;
import java.util.List;

/**
 * How far a download is.
 *
 * @param chunks that are stored, those of earlier runs with them
 * @param totalChunks of the file; 0 before it is known
 * @param bytes of the chunks that this run has stored
 * @param refetched bytes that came in vain: twice, wrong, or of requests that broke off
 * @param rate bytes per second of this run, lately
 * @param inFlight requests
 */
public record DownloadProgress(
        int chunks, int totalChunks, long bytes, long refetched, long rate, int inFlight, List<SourceReport> sources) {}
