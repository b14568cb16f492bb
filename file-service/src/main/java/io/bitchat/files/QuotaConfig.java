package io.bitchat.files;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;

/** Storage quotas of peers, and the disk space that is reserved for other programs. */
@ConfigMapping(prefix = "bitchat.files.quota")
public interface QuotaConfig {
    /**
     * Maximum total size of a peer's files in bytes; an upload counts in full from its start. One more file is rejected
     * with 413.
     */
    @WithDefault("10737418240")
    @Positive
    long bytesPerPeer();

    /** Maximum number of a peer's files, including uploads and their parts; one more is rejected with 413. */
    @WithDefault("10000")
    @Positive
    int filesPerPeer();

    /**
     * Disk space in bytes that chunks must leave free, since a database and a broker may use the same disk; at most a
     * tenth of the disk. A chunk that needs it is rejected with 507. Applies only to a folder store.
     */
    @WithDefault("1073741824")
    @PositiveOrZero
    long reserve();
}
