package io.bitchat.backup;

import io.bitchat.backup.archive.ArchiveWriter;
import io.bitchat.backup.archive.Hashed;
import io.bitchat.backup.archive.Manifest.Part;
import io.bitchat.backup.events.InFlightEvents;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Saves events in flight, if Kafka answers; a backup without them is better than none. */
final class EventCopy implements AutoCloseable {
    private static final String NAME = "events.jsonl.gz";

    private final PrintStream out;
    private final @Nullable InFlightEvents events;

    /** To be made before the snapshot. */
    EventCopy(Optional<String> kafka, PrintStream out) {
        this.out = out;
        this.events = kafka.map(this::begun).orElseGet(() -> without("--kafka is not set"));
    }

    private @Nullable InFlightEvents begun(String servers) {
        try {
            return new InFlightEvents(servers);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            return without("Kafka at " + servers + " does not answer (" + e.getMessage() + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackupException("interrupted", e);
        }
    }

    private @Nullable InFlightEvents without(String cause) {
        out.println("events: " + cause + "; those that no consumer had applied yet at the snapshot are not saved");
        return null;
    }

    /** @param until time of the snapshot in epoch milliseconds */
    @Nullable
    Part save(long until, ArchiveWriter archive) throws IOException {
        if (events == null) return null;
        var hashed = new Hashed(archive.part(NAME));
        try (var zipped = new GZIPOutputStream(hashed)) {
            out.printf("events: %,d that may not be consumed%n", events.save(until, zipped));
        }
        return Part.of(NAME, hashed.sum());
    }

    @Override
    public void close() {
        if (events != null) events.close();
    }
}
