package io.bitchat.messages.realtime;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.bitchat.contracts.files.FileEvent;
import io.bitchat.kit.event.BroadcastListener;
import io.bitchat.kit.event.EventReader;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Pushes the progress of uploads to the sockets of the uploading peers on this replica. */
@ApplicationScoped
class FileProgressConsumer implements BroadcastListener {
    /** Shortest time between two updates of one upload. */
    private static final Duration PAUSE = Duration.ofMillis(200);
    /** Older events precede this process or no longer interest a viewer. */
    private static final Duration NEWS = Duration.ofSeconds(10);

    private final Hub hub;
    private final EventReader reader;
    private final Frames frames;
    private final InstantSource clock;
    /** Uploads whose progress was sent less than {@link #PAUSE} ago. */
    private final Cache<String, Boolean> told =
            Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(PAUSE).build();

    FileProgressConsumer(Hub hub, EventReader reader, Frames frames, InstantSource clock) {
        this.hub = hub;
        this.reader = reader;
        this.frames = frames;
        this.clock = clock;
    }

    @Override
    public Set<String> topics() {
        return Set.of(FileEvent.TOPIC);
    }

    @Override
    public void heard(ConsumerRecord<String, byte[]> record) {
        if (hub.sockets() == 0) return;
        reader.peek(FileEvent.class, record)
                .filter(event -> event.at().isAfter(clock.instant().minus(NEWS)))
                .flatMap(FileProgressConsumer::progress)
                .filter(progress -> hub.has(progress.peerId()))
                .filter(this::isDue)
                .ifPresent(progress -> hub.tell(progress.peerId(), frames.fileProgress(progress)));
    }

    /**
     * Progress of an upload.
     *
     * @param status the status as in the HTTP representation of the file
     */
    record FileProgress(String peerId, String fileId, String status, int uploadedChunks, int totalChunks) {
        boolean isUnderWay() {
            return status.equals("uploading");
        }
    }

    private static Optional<FileProgress> progress(FileEvent event) {
        return switch (event) {
            case FileEvent.Initialised begun ->
                Optional.of(new FileProgress(begun.uploadedBy(), begun.fileId(), "pending", 0, begun.totalChunks()));
            case FileEvent.ChunkStored stored ->
                Optional.ofNullable(stored.uploadedBy())
                        .map(peerId -> new FileProgress(
                                peerId, stored.fileId(), "uploading", stored.uploadedChunks(), stored.totalChunks()));
            case FileEvent.Completed done ->
                Optional.of(new FileProgress(
                        done.uploadedBy(), done.fileId(), "completed", done.totalChunks(), done.totalChunks()));
            case FileEvent.Failed failed ->
                Optional.of(new FileProgress(failed.uploadedBy(), failed.fileId(), "failed", 0, 0));
            case FileEvent.Deleted gone -> Optional.empty();
            case FileEvent.SourceAnnounced other -> Optional.empty();
            case FileEvent.ChunksChecked other -> Optional.empty();
        };
    }

    private boolean isDue(FileProgress progress) {
        if (!progress.isUnderWay()) return true;
        return told.asMap().putIfAbsent(progress.fileId(), true) == null;
    }
}
