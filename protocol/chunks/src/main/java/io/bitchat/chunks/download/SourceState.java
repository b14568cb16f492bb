package io.bitchat.chunks.download;

import java.util.Locale;

/** State of a source. */
public enum SourceState {
    /** It has no request at the moment. */
    IDLE,
    /** It is sending chunks. */
    ACTIVE,
    /** Its rate is below a quarter of the fastest source's. */
    SLOW,
    /** It sent a chunk with another hash; never asked again. */
    LYING,
    /** It failed; asked again after a pause, until it has failed too often. */
    FAILED;

    /** The name that clients see. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
