package io.bitchat.jobs;

import io.bitchat.api.Answer;
import io.bitchat.api.ApiClient;
import io.bitchat.api.Authentication;
import io.bitchat.api.Ed25519Signer;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A peer of its own for this run, with its token. Its calls block. */
public final class Member {
    private static final int PATIENCE_SECONDS = 60;

    private final ApiClient api;
    private final String id;
    private final String token;

    private Member(ApiClient api, String id, String token) {
        this.api = api;
        this.id = id;
        this.token = token;
    }

    /** Registers a peer with a new key, and gets a token for it. */
    public static Member register(ApiClient api, String id) {
        var key = Ed25519Signer.of(newKey());
        var authentication = new Authentication(api);
        required(await(authentication.register(id, key)), "register " + id);
        var answer = required(await(authentication.token(id, key)), "get a token for " + id);
        return new Member(api, id, answer.json().getString("access_token"));
    }

    private static KeyPair newKey() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        }
    }

    public String id() {
        return id;
    }

    public String token() {
        return token;
    }

    public Answer get(String path) {
        return required(await(api.get(path, token)), "GET " + path);
    }

    public Answer post(String path, JsonObject body) {
        return required(await(api.post(path, token, body)), "POST " + path);
    }

    public Answer put(String path) {
        var answer = api.call(HttpMethod.PUT, path, token, Map.of(), Buffer.buffer());
        return required(await(answer), "PUT " + path);
    }

    /** Waits for an answer; any failure ends the step that waits. */
    public static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new StepFailed(String.valueOf(e.getCause()), e);
        } catch (TimeoutException e) {
            throw new StepFailed("no answer within " + PATIENCE_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StepFailed("interrupted", e);
        }
    }

    public static Answer required(Answer answer, String what) {
        if (answer.isOk()) return answer;
        throw new StepFailed(what + ": " + answer.status() + " " + answer.problem(), null);
    }

    /** A step of the acceptance did not do what it must. */
    public static final class StepFailed extends RuntimeException {
        public StepFailed(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
