package io.bitchat.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;

/** HMAC-SHA256 (RFC 2104): a MAC of 32 bytes under a key of any length. */
public final class HmacSha256 {
    public static final int MAC_BYTES = 32;

    // RFC 2104 pads keys with zeros, so one zero byte is the same key as an empty one, which the JDK rejects
    private static final byte[] EMPTY_KEY = {0};

    private HmacSha256() {}

    /** The MAC of the concatenated parts. */
    public static byte[] mac(byte[] key, byte[]... parts) {
        var mac = keyed(key);
        for (byte[] part : parts) mac.update(part);
        return mac.doFinal();
    }

    private static Mac keyed(byte[] key) {
        var secret = new RawKey("HmacSHA256", key.length == 0 ? EMPTY_KEY : key);
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA256", e);
        } finally {
            secret.destroy();
        }
    }
}
