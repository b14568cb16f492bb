package io.bitchat.files.transfer.live;

import io.bitchat.files.FilesConfig;
import io.bitchat.files.inspect.ContentCheck;
import io.bitchat.files.inspect.Scanner;
import io.bitchat.files.keys.KeyRing;
import io.bitchat.files.spool.Spools;
import io.bitchat.files.transfer.TransfersConfig;
import io.bitchat.files.transfer.table.TransferTable;
import io.bitchat.files.transfer.table.TransferWrites;
import io.bitchat.kit.event.TransientEvents;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** What all running transfers share. */
@Singleton
public record TransferServices(
        TransferWrites writes,
        TransferTable table,
        TransientEvents events,
        Spools spools,
        ContentCheck content,
        Scanner scanner,
        TransferMetrics metrics,
        FilesConfig files,
        TransfersConfig config,
        KeyRing keys,
        ReplicaId replica,
        Vertx vertx,
        InstantSource clock) {
    /** Size of the pieces of files that are kept, in bytes. */
    int pieceSize() {
        return files.chunkSize();
    }
}
