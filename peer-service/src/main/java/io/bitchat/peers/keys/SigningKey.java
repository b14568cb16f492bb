package io.bitchat.peers.keys;

import io.bitchat.kit.auth.VerificationKeys;
import io.bitchat.kit.auth.VerifiedToken;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** Signs tokens with EdDSA (RFC 8037), and verifies them without a remote call. */
@Singleton
public class SigningKey implements VerificationKeys {
    private final PublicJsonWebKey key;

    public SigningKey(IdentityConfig config) {
        this.key = new SigningKeyFile(config.signingKeyFile()).read();
    }

    /** Reads the key at the start, so that a wrong file is not first noticed by the first caller. */
    void start(@Observes StartupEvent startup) {
        Log.debugf("tokens are signed key_id=%s", key.getKeyId());
    }

    /** Encodes {@code token} as a signed JWT. */
    public String sign(VerifiedToken token, Instant issuedAt) {
        var claims = new JwtClaims();
        claims.setIssuer(VerifiedToken.ISSUER);
        claims.setSubject(token.subject());
        claims.setIssuedAt(NumericDate.fromSeconds(issuedAt.getEpochSecond()));
        claims.setExpirationTime(NumericDate.fromSeconds(token.expiresAt().getEpochSecond()));
        claims.setGeneratedJwtId();
        claims.setClaim(VerifiedToken.GENERATION_CLAIM, token.generation());
        if (!token.roles().isEmpty()) {
            claims.setStringListClaim(VerifiedToken.ROLES_CLAIM, List.copyOf(token.roles()));
        }
        var jws = new JsonWebSignature();
        jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.EDDSA);
        jws.setKeyIdHeaderValue(key.getKeyId());
        jws.setKey(key.getPrivateKey());
        jws.setPayload(claims.toJson());
        try {
            return jws.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("the signing key does not sign", e);
        }
    }

    /** The public half, for the JWKS document. */
    public Map<String, Object> publicJwk() {
        return key.toParams(OutputControlLevel.PUBLIC_ONLY);
    }

    /** Derives 32 bytes for one purpose, equal on every replica that has this key; they do not reveal the key. */
    byte[] derive(String purpose) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getPrivateKey().getEncoded(), "HmacSHA256"));
            return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    @Override
    public Uni<PublicKey> find(String keyId) {
        return keyId.equals(key.getKeyId())
                ? Uni.createFrom().item(key.getPublicKey())
                : Uni.createFrom().nullItem();
    }
}
