package io.bitchat.crypto.noise;

import java.util.Arrays;

/** Pre-shared symmetric key (PSK) of 32 bytes (Noise rev 34 §9). Never printed. */
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
