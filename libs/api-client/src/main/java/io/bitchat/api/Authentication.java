package io.bitchat.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** Registers peers and gets tokens for them: a peer signs a challenge with its key. docs/api.md, "Who is calling". */
public final class Authentication {
    private static final String PREFIX = "bitchat-auth-v1";

    private final ApiClient api;

    public Authentication(ApiClient api) {
        this.api = api;
    }

    /** Registers a peer; 201 if it is new, 200 or 409 if it is known. */
    public Future<Answer> register(String peerId, Signer key) {
        return api.post(
                "/peers/register",
                ApiClient.NO_TOKEN,
                new JsonObject()
                        .put("peer_id", peerId)
                        .put("public_key", key.publicKey())
                        .put("key_algorithm", "Ed25519")
                        .put("display_name", peerId));
    }

    /** Asks for a token; the first answer that is not a success ends the exchange, and is returned. */
    public Future<Answer> token(String peerId, Signer key) {
        return api.post("/auth/challenge", ApiClient.NO_TOKEN, new JsonObject().put("peer_id", peerId))
                .compose(challenge -> challenge.isOk()
                        ? prove(peerId, key, challenge.json().getString("nonce", ""))
                        : Future.succeededFuture(challenge));
    }

    private Future<Answer> prove(String peerId, Signer key, String nonce) {
        return api.post(
                "/auth/token",
                ApiClient.NO_TOKEN,
                new JsonObject()
                        .put("peer_id", peerId)
                        .put("nonce", nonce)
                        .put("signature", key.sign(PREFIX + ":" + peerId + ":" + nonce)));
    }
}
