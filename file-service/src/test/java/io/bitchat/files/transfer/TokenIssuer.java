package io.bitchat.files.transfer;

import com.sun.net.httpserver.HttpServer;
import io.bitchat.kit.auth.VerifiedToken;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** Issues tokens as peer-service does, and serves the key that verifies them. */
final class TokenIssuer implements AutoCloseable {
    private static final String KEY_ID = "k1";

    private final KeyPair keys;
    private final HttpServer server;

    /** @param jwks where the service under test looks for keys, on this machine */
    TokenIssuer(URI jwks) {
        try {
            keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            var key = PublicJsonWebKey.Factory.newPublicJwk(keys.getPublic());
            key.setKeyId(KEY_ID);
            var document = new JsonWebKeySet(key)
                    .toJson(OutputControlLevel.PUBLIC_ONLY)
                    .getBytes(StandardCharsets.UTF_8);
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", jwks.getPort()), 0);
            server.createContext(jwks.getPath(), exchange -> {
                exchange.sendResponseHeaders(200, document.length);
                exchange.getResponseBody().write(document);
                exchange.close();
            });
            server.start();
        } catch (IOException | JoseException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token of this peer for the next hour. */
    String token(String peerId) {
        var claims = new JwtClaims();
        claims.setIssuer(VerifiedToken.ISSUER);
        claims.setSubject(peerId);
        claims.setExpirationTime(
                NumericDate.fromSeconds(Instant.now().plusSeconds(3_600).getEpochSecond()));
        var signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.EDDSA);
        signature.setKey(keys.getPrivate());
        signature.setKeyIdHeaderValue(KEY_ID);
        signature.setPayload(claims.toJson());
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
