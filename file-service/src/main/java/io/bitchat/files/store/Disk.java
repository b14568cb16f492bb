package io.bitchat.files.store;

import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * How much of a disk may still be written.
 *
 * @param usable free bytes for this process; 0 if unknown
 * @param total size of the disk in bytes
 * @param reserve bytes that are kept free; a tenth of the disk if that is less
 */
record Disk(LongSupplier usable, LongSupplier total, long reserve) {
    private static final int PART_KEPT_BACK = 10;

    /** The disk of a folder; follows whatever is mounted there at the time of each call. */
    static Disk of(Path folder, long reserve) {
        var file = folder.toFile();
        return new Disk(file::getUsableSpace, file::getTotalSpace, reserve);
    }

    /** Free bytes, with the reserve. */
    long free() {
        return usable.getAsLong();
    }

    /** Bytes that may still be written; negative if the reserve is in use already. */
    long spare() {
        return usable.getAsLong() - Math.min(reserve, total.getAsLong() / PART_KEPT_BACK);
    }

    /**
     * Whether a write of this length has failed because the disk is full. The JDK has no type or code for that: its
     * exception has the system's message in the system's language. So the free space is read, while the disk still
     * holds the failed write. A per-user quota of the file system is not detected, and counts as a failure of the
     * store.
     */
    boolean isFullFor(long bytes) {
        return usable.getAsLong() < bytes;
    }
}
