package io.bitchat.files.store;

import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * How much of a disk may still be written.
 *
 * @param usable bytes that it has free for this process; 0 where it does not say
 * @param total bytes that it has
 * @param reserve bytes that are kept back; a tenth of all where that is less
 */
record Disk(LongSupplier usable, LongSupplier total, long reserve) {
    private static final int PART_KEPT_BACK = 10;

    /** The one that a folder lies on, whatever is mounted there when it is asked. */
    static Disk of(Path folder, long reserve) {
        var file = folder.toFile();
        return new Disk(file::getUsableSpace, file::getTotalSpace, reserve);
    }

    /** Bytes that may be written; negative where what is kept back is taken already. */
    long spare() {
        return usable.getAsLong() - Math.min(reserve, total.getAsLong() / PART_KEPT_BACK);
    }

    /**
     * Whether a write of this length has failed for want of room. The JDK has no type or code for that: its exception has the
     * text of the system, in the system's language. So the disk is asked, while it still has what was written in vain. A limit
     * of the file system for one user is not seen so, and counts as a failure of the store.
     */
    boolean isFullFor(long bytes) {
        return usable.getAsLong() < bytes;
    }
}
