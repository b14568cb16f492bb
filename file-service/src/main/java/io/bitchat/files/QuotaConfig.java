package io.bitchat.files;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;

/** How much a peer may keep here, and how much of the disk is left to others. */
@ConfigMapping(prefix = "bitchat.files.quota")
public interface QuotaConfig {
    /** Bytes of a peer's files together; an upload counts whole from its beginning. One more file is answered with 413. */
    @WithDefault("10737418240")
    @Positive
    long bytesPerPeer();

    /** Files of a peer, uploads and their parts included; one more is answered with 413. */
    @WithDefault("10000")
    @Positive
    int filesPerPeer();

    /**
     * Bytes of the disk that no chunk may take, since a database and a broker may lie there too; a tenth of the disk where that
     * is less. What would take them is answered with 507. Only for a store that is a folder.
     */
    @WithDefault("1073741824")
    @PositiveOrZero
    long reserve();
}
