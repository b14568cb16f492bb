package io.bitchat.peers.trust;

import io.bitchat.contracts.files.FileEvent;
import io.bitchat.kit.event.IdempotentConsumer;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Marks peers for the files and chunks that they sent; docs/trust.md has the rules. */
@ApplicationScoped
class FileProjection {
    private final IdempotentConsumer consumer;
    private final TallyTable table;

    FileProjection(IdempotentConsumer consumer, TallyTable table) {
        this.consumer = consumer;
        this.table = table;
    }

    @Incoming("files")
    Uni<Void> project(ConsumerRecords<String, byte[]> records) {
        return consumer.consume(FileEvent.class, records, this::apply);
    }

    private Uni<Void> apply(SqlConnection connection, List<FileEvent> events) {
        var tallies = new Tallies();
        for (var event : events) {
            switch (event) {
                case FileEvent.Completed file -> tallies.marked(file.uploadedBy(), 1, 0);
                case FileEvent.ChunksChecked chunks ->
                    tallies.marked(chunks.peerId(), chunks.valid() > 0 ? 1 : 0, chunks.invalid());
                case FileEvent.Initialised _,
                        FileEvent.ChunkStored _,
                        FileEvent.Failed _,
                        FileEvent.Deleted _,
                        FileEvent.SourceAnnounced _ -> {}
            }
        }
        return table.add(connection, tallies);
    }
}
