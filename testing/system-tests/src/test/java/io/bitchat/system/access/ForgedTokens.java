package io.bitchat.system.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.Suite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens that look like the suite's but must be rejected. */
final class ForgedTokens {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    /** Prefix of the raw key in its X.509 form (RFC 8410). */
    private static final byte[] X509 = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};

    private final String keyId;
    private final byte[] publicKey;
    private final PrivateKey key;

    /** @param suite a suite that has issued a token before, so that its signing key exists */
    ForgedTokens(Suite suite) {
        try {
            var jwk = Client.JSON.readTree(Files.readString(suite.data().resolve("keys/token-signing.jwk")));
            keyId = jwk.path("kid").asText();
            publicKey = Base64.getUrlDecoder().decode(jwk.path("x").asText());
            var seed = Base64.getUrlDecoder().decode(jwk.path("d").asText());
            key = KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the signing key is not readable", e);
        }
    }

    /** A valid token; each forged one differs from it in one respect. */
    String good(String subject, long generation) {
        return signed(header(), claims(subject, generation), key);
    }

    /** Forged tokens, by what is wrong with them. */
    Map<String, String> all(String subject, long generation) {
        var claims = claims(subject, generation);
        var pair = stranger();
        var stranger = pair.getPrivate();
        var forged = new LinkedHashMap<String, String>();
        forged.put("another key under this key's id", signed(header(), claims, stranger));
        forged.put("a key that nobody published", signed(header().put("kid", "elsewhere"), claims, stranger));
        forged.put("no key's id", signed(header().without("kid"), claims, key));
        forged.put("no signature", unsigned(header().put("alg", "none"), claims) + ".");
        forged.put("alg none with a signature", signed(header().put("alg", "none"), claims, key));
        forged.put("the public key as a secret", hashed(claims, publicKey));
        forged.put("the public key in X.509 as a secret", hashed(claims, x509()));
        forged.put("another issuer", signed(header(), claims.deepCopy().put("iss", "elsewhere"), key));
        forged.put("no issuer", signed(header(), claims.deepCopy().without("iss"), key));
        forged.put("another audience", signed(header(), claims.deepCopy().put("aud", "elsewhere"), key));
        forged.put("no end", signed(header(), claims.deepCopy().without("exp"), key));
        forged.put(
                "an end that is no number", signed(header(), claims.deepCopy().put("exp", "never"), key));
        forged.put("not yet good", signed(header(), claims.deepCopy().put("nbf", now() + 3_600), key));
        forged.put("no subject", signed(header(), claims.deepCopy().without("sub"), key));
        forged.put("a header that must be understood", signed(critical(), claims, key));
        forged.put("its own key in its header", signed(withOwnKey(pair), claims, stranger));
        return forged;
    }

    private ObjectNode header() {
        return Client.JSON.createObjectNode().put("alg", "EdDSA").put("kid", keyId);
    }

    private ObjectNode critical() {
        var header = header().put("urn:bitchat:only", true);
        header.putArray("crit").add("urn:bitchat:only");
        return header;
    }

    private ObjectNode withOwnKey(KeyPair pair) {
        var x509 = pair.getPublic().getEncoded();
        var raw = Arrays.copyOfRange(x509, X509.length, x509.length);
        var header = header();
        header.putObject("jwk").put("kty", "OKP").put("crv", "Ed25519").put("x", BASE64.encodeToString(raw));
        return header;
    }

    private static ObjectNode claims(String subject, long generation) {
        return Client.JSON
                .createObjectNode()
                .put("iss", "bitchat")
                .put("sub", subject)
                .put("iat", now())
                .put("exp", now() + 3_600)
                .put("jti", Client.someone("forged"))
                .put("gen", generation);
    }

    private static long now() {
        return System.currentTimeMillis() / 1_000;
    }

    private static String unsigned(JsonNode header, JsonNode claims) {
        return encoded(header) + '.' + encoded(claims);
    }

    private static String encoded(JsonNode part) {
        return BASE64.encodeToString(part.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String signed(JsonNode header, JsonNode claims, PrivateKey key) {
        try {
            var text = unsigned(header, claims);
            var signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return text + '.' + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String hashed(JsonNode claims, byte[] secret) {
        try {
            var text = unsigned(header().put("alg", "HS256"), claims);
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return text + '.' + BASE64.encodeToString(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] x509() {
        var encoded = new byte[X509.length + publicKey.length];
        System.arraycopy(X509, 0, encoded, 0, X509.length);
        System.arraycopy(publicKey, 0, encoded, X509.length, publicKey.length);
        return encoded;
    }

    private static KeyPair stranger() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
