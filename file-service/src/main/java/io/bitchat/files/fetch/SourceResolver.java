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

/** The other sites, as far as they may be asked. */
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

    /** Whether any may be asked. */
    boolean isAllowed() {
        return hosts.any();
    }

    /** A file at these addresses, or where it is announced if there are none. */
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
