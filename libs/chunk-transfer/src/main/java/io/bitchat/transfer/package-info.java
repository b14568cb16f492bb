/**
 * Downloads a file from several sources at once. {@link io.bitchat.transfer.FileDownload} carries out what the state
 * machine in {@code io.bitchat.chunks.download} decides; see {@code docs/protocols/chunks.md}, section 4.
 *
 * <pre>{@code
 * var sources = new HttpSources(vertx, HttpSources.Limits.defaults(), AddressRule.ANY);
 * var sink = new PartFileSink(vertx, Path.of("film.mkv"));
 * var download = new FileDownload(vertx, Wanted.ofRoot(root), sink, Policy.defaults(), listener);
 * download.add(sources.of(URI.create("http://site/api/bitchat/files/file_…"), Optional.empty()));
 * Future<DownloadOutcome> outcome = download.start();
 * }</pre>
 */
@NullMarked
package io.bitchat.transfer;

import org.jspecify.annotations.NullMarked;
