package io.bitchat.files.spool;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.PositiveOrZero;
import java.nio.file.Path;

/** Where the chunks of running room transfers are kept. */
@ConfigMapping(prefix = "bitchat.transfers")
public interface SpoolConfig {
    /** Files below this size in bytes stay in memory while they are transferred, if there is enough of it. */
    @WithDefault("10485760")
    @PositiveOrZero
    long memoryBelow();

    /**
     * Memory in bytes for all transfers that stay in memory; each takes the size of its file and 256 bytes for each
     * chunk. A transfer that does not fit uses the folder.
     */
    @WithDefault("67108864")
    @PositiveOrZero
    long memory();

    /**
     * Files below this size in bytes are kept in the folder while they are transferred; larger ones in the chunk store,
     * in pieces of {@code bitchat.files.chunk-size}.
     */
    @WithDefault("104857600")
    @PositiveOrZero
    long folderBelow();

    /**
     * Bytes of all files together that are kept in the folder; a transfer that does not fit uses the chunk store. Less
     * than the room of the volume, if that is limited in another way: Kubernetes ends a pod whose volume is too full.
     */
    @WithDefault("2147483648")
    @PositiveOrZero
    long folderLimit();

    /**
     * Memory in bytes for pieces of all transfers that use the chunk store; one takes up to four pieces, and has them in
     * any case. If there is not enough, others wait, and transfers that have not moved for ten seconds lose what is not
     * in the store yet, and fail with {@code storage_full}.
     */
    @WithDefault("33554432")
    @PositiveOrZero
    long storeMemory();

    /** Folder for running transfers; each has a subfolder with its id. What is in it is encrypted. */
    @WithDefault("${java.io.tmpdir}/webrtc_transfers")
    Path folder();
}
