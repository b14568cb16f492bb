package io.bitchat.files.fetch;

import io.bitchat.files.source.FileSource;
import io.bitchat.files.source.SourceTable;
import io.bitchat.transfer.ChunkSource;
import io.bitchat.transfer.HttpSources;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Finds the sources of a file at other sites. */
@ApplicationScoped
class SourceResolver {
    private final AllowedHosts hosts;
    private final SourceTable table;
    private final HttpSources sources;

    SourceResolver(Vertx vertx, AllowedHosts hosts, SourceTable table) {
        this.hosts = hosts;
        this.table = table;
        this.sources = new HttpSources(vertx, HttpSources.Limits.defaults(), hosts);
    }

    /** Whether fetching is enabled at all. */
    boolean isAllowed() {
        return hosts.any();
    }

    /** The sources at these URLs, or the announced ones if there are no URLs. */
    Uni<List<ChunkSource>> of(String fileId, List<URI> urls) {
        if (!urls.isEmpty()) return Uni.createFrom().item(sources(urls));
        return table.of(fileId)
                .map(announced -> sources(announced.stream()
                        .map(FileSource::url)
                        .flatMap(Optional::stream)
                        .map(URI::create)
                        .toList()));
    }

    private List<ChunkSource> sources(List<URI> urls) {
        return urls.stream().map(url -> sources.of(url, Optional.empty())).toList();
    }

    @PreDestroy
    void close() {
        sources.close();
    }
}
