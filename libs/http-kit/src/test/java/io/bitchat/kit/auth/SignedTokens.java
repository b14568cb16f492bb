package io.bitchat.kit.auth;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** Tokens as the suite issues them, and others. */
final class SignedTokens {
    static final String KEY_ID = "k1";

    private SignedTokens() {}

    static KeyPair keyPair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        }
    }

    static JwtClaims claims(String subject, Instant expires) {
        var claims = new JwtClaims();
        claims.setIssuer(VerifiedToken.ISSUER);
        claims.setSubject(subject);
        claims.setExpirationTime(NumericDate.fromSeconds(expires.getEpochSecond()));
        return claims;
    }

    static String signed(JwtClaims claims, KeyPair keys) {
        return signed(claims, AlgorithmIdentifiers.EDDSA, keys.getPrivate(), KEY_ID);
    }

    static String signed(JwtClaims claims, String algorithm, Key key, String keyId) {
        var signature = new JsonWebSignature();
        signature.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        signature.setAlgorithmHeaderValue(algorithm);
        signature.setKey(key);
        signature.setKeyIdHeaderValue(keyId);
        signature.setPayload(claims.toJson());
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
