package io.bitchat.files.transfer;

import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;

/**
 * Generates ids of transfers: UUIDs of version 7 (RFC 9562 §5.7) whose 74 random bits come from a secure source. They
 * sort by time of creation, and cannot be guessed: a file that is kept has the id of its transfer.
 */
@Singleton
class TransferIds {
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    TransferIds(InstantSource clock) {
        this.clock = clock;
    }

    /** A new id. */
    UUID next() {
        return new UUID(clock.millis() << 16 | VERSION_7 | random.nextInt(0x1000), VARIANT | random.nextLong() >>> 2);
    }
}
