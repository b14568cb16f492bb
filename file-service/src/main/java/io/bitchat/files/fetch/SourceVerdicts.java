package io.bitchat.files.fetch;

import io.bitchat.chunks.download.SourceReport;
import io.bitchat.chunks.download.SourceState;
import io.bitchat.files.source.FileSource;
import io.bitchat.files.source.SourceTable;
import io.bitchat.files.verdict.ChunkVerdicts;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Attributes what a source has sent to the peer that announced its URL; a URL that nobody announced is nobody's. */
@ApplicationScoped
class SourceVerdicts {
    private final SourceTable table;
    private final ChunkVerdicts verdicts;

    SourceVerdicts(SourceTable table, ChunkVerdicts verdicts) {
        this.table = table;
        this.verdicts = verdicts;
    }

    /** Judges the sources of an attempt to fetch a file. */
    Uni<Void> judge(String fileId, List<SourceReport> reports) {
        var byUrl = reports.stream()
                .filter(report -> report.chunks() > 0 || report.state() == SourceState.LYING)
                .collect(Collectors.toMap(SourceReport::source, Function.identity(), (one, _) -> one));
        if (byUrl.isEmpty()) return Uni.createFrom().voidItem();
        return table.of(fileId)
                .invoke(announced -> {
                    for (var source : announced) {
                        source.url().map(byUrl::get).ifPresent(report -> judge(source, report));
                    }
                })
                // a fetch does not fail because nobody can be praised for it
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private void judge(FileSource source, SourceReport report) {
        // a source that lied once is not asked again
        if (report.state() == SourceState.LYING) verdicts.invalid(source.fileId(), source.peerId());
        if (report.chunks() > 0) verdicts.valid(source.fileId(), source.peerId(), report.chunks());
    }
}
