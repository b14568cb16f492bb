package io.bitchat.crypto.noise;

import java.util.Arrays;

/** A secret of 32 bytes that both sides had before (Noise rev 34 §9). Prints nothing of itself. */
public final class PreSharedKey {
    public static final int BYTES = 32;

    private final byte[] key;

    private PreSharedKey(byte[] ownedKey) {
        key = ownedKey;
    }

    /** @throws IllegalArgumentException unless there are {@value #BYTES} bytes */
    public static PreSharedKey of(byte[] key) {
        if (key.length != BYTES) throw new IllegalArgumentException("psk of " + key.length + " bytes");
        return new PreSharedKey(key.clone());
    }

    public void wipe() {
        Arrays.fill(key, (byte) 0);
    }

    byte[] copy() {
        return key.clone();
    }
}
