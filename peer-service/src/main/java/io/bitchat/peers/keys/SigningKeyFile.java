package io.bitchat.peers.keys;

import io.bitchat.crypto.Ed25519KeyPair;
import io.bitchat.kit.keys.SecretFile;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.lang.JoseException;

/**
 * The file of the key that signs tokens: an Ed25519 key as a private JWK (RFC 8037), or as PKCS#8 in PEM (RFC 8410).
 * Created as a JWK if it does not exist. A key without an id is named by its thumbprint (RFC 7638), so every replica
 * names it alike.
 */
final class SigningKeyFile {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    private final Path file;

    SigningKeyFile(Path file) {
        this.file = file;
    }

    /** @throws IllegalStateException if the file holds anything else; the message says what is expected */
    PublicJsonWebKey read() {
        var text = new SecretFile(file).readOrCreate(SigningKeyFile::fresh);
        try {
            return named(text.startsWith(BEGIN) ? ofPem(text) : ofJwk(text));
        } catch (GeneralSecurityException | JoseException | RuntimeException e) {
            throw new IllegalStateException(
                    file.toAbsolutePath() + " must hold the private Ed25519 key that signs tokens, either as a JWK"
                            + " (kty OKP, crv Ed25519, with d) or as PKCS#8 in PEM (BEGIN PRIVATE KEY), which"
                            + " 'openssl genpkey -algorithm ed25519' prints",
                    e);
        }
    }

    private static PublicJsonWebKey ofJwk(String text) throws JoseException, GeneralSecurityException {
        var key = PublicJsonWebKey.Factory.newPublicJwk(text);
        if (key.getPrivateKey() instanceof EdECPrivateKey secret && isEd25519(secret)) return key;
        throw new GeneralSecurityException("not a private Ed25519 key");
    }

    private static boolean isEd25519(EdECPrivateKey key) {
        return key.getParams().getName().equals(NamedParameterSpec.ED25519.getName());
    }

    /** PKCS#8 as the tools write it has the private half only. */
    private static PublicJsonWebKey ofPem(String text) throws GeneralSecurityException, JoseException {
        int end = text.indexOf(END);
        if (end < 0) throw new GeneralSecurityException("the PEM has no end");
        var der = Base64.getMimeDecoder().decode(text.substring(BEGIN.length(), end));
        var secret = (EdECPrivateKey) KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(der));
        var seed = secret.getBytes().orElseThrow();
        var open = Ed25519KeyPair.fromSeed(seed).publicKey().bytes().toArray();
        var url = Base64.getUrlEncoder().withoutPadding();
        return PublicJsonWebKey.Factory.newPublicJwk(
                Map.of("kty", "OKP", "crv", "Ed25519", "x", url.encodeToString(open), "d", url.encodeToString(seed)));
    }

    private static PublicJsonWebKey named(PublicJsonWebKey key) throws JoseException {
        if (key.getKeyId() == null) key.setKeyId(key.calculateBase64urlEncodedThumbprint("SHA-256"));
        key.setUse("sig");
        key.setAlgorithm(AlgorithmIdentifiers.EDDSA);
        return key;
    }

    private static String fresh() {
        try {
            var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            var jwk = PublicJsonWebKey.Factory.newPublicJwk(pair.getPublic());
            jwk.setPrivateKey(pair.getPrivate());
            return named(jwk).toJson(OutputControlLevel.INCLUDE_PRIVATE);
        } catch (GeneralSecurityException | JoseException e) {
            throw new IllegalStateException("no Ed25519 key can be made", e);
        }
    }
}
