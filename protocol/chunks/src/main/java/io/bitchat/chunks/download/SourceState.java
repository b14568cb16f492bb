package io.bitchat.chunks.download;

import java.util.Locale;

/** How a source fares. */
public enum SourceState {
    /** Nothing is asked of it at the moment. */
    IDLE,
    /** Chunks are on their way from it. */
    ACTIVE,
    /** The same, at less than a quarter of the rate of the fastest one. */
    SLOW,
    /** It sent bytes with another hash: it is never asked again. */
    LYING,
    /** It does not answer as it should: asked again after a pause, until it was tried too often. */
    FAILED;

    /** As clients see it. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
