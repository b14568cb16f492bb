package io.bitchat.peers.identity;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;

/** Nonces: each is good for one signature of one peer, for a short while, at any replica. */
@ApplicationScoped
class Challenges {
    private static final int NONCE_BYTES = 32;
    private static final String ADD = """
            with excess as (
                delete from auth_challenges
                where nonce in (select nonce from auth_challenges where peer_id = $2
                                order by expires_at desc offset $4)
                   or (peer_id = $2 and expires_at < $5))
            insert into auth_challenges (nonce, peer_id, expires_at) values ($1, $2, $3)
            """;
    private static final String FORGET = """
            delete from auth_challenges where nonce in (
                select nonce from auth_challenges where expires_at < $1 limit 10000)
            """;
    private static final String TAKE =
            "delete from auth_challenges where nonce = $1 and peer_id = $2 returning expires_at > $3";

    private final Pool pool;
    private final InstantSource clock;
    private final IdentityConfig config;
    private final SecureRandom random = new SecureRandom();

    Challenges(Pool pool, InstantSource clock, IdentityConfig config) {
        this.pool = pool;
        this.clock = clock;
        this.config = config;
    }

    /** A nonce to sign. */
    record Challenge(String nonce, Instant expiresAt) {}

    Uni<Challenge> issue(String peerId) {
        var bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        var nonce = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var expiresAt = now.plus(config.challengeLife());
        return pool.preparedQuery(ADD)
                .execute(Tuple.of(
                        nonce,
                        peerId,
                        expiresAt.atOffset(ZoneOffset.UTC),
                        config.challengesPerPeer() - 1,
                        now.atOffset(ZoneOffset.UTC)))
                .replaceWith(new Challenge(nonce, expiresAt));
    }

    /** Those of peers that never came back; a peer that does clears its own. */
    @Scheduled(every = "10m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> forgetExpired() {
        return pool.preparedQuery(FORGET)
                .execute(Tuple.of(clock.instant().atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    /** Uses a nonce up; false where it is not this peer's, was used, or has expired. */
    Uni<Boolean> take(String peerId, String nonce) {
        return pool.preparedQuery(TAKE)
                .execute(Tuple.of(nonce, peerId, clock.instant().atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.size() == 1 && rows.iterator().next().getBoolean(0));
    }
}
