package io.bitchat.bench.rooms;

import io.bitchat.api.Answer;
import io.bitchat.bench.load.OpenLoop;
import io.bitchat.bench.suite.Driver;
import io.bitchat.bench.suite.Peer;
import io.vertx.core.Future;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** A peer that offers file after file, and a stranger that guesses ids of transfers. */
final class OfferFlood {
    static final int PER_SECOND = 200;

    private final Driver driver;
    private final Peer peer;
    private final Peer stranger;
    private final String room;
    private final String guessedRoom;
    /** Number of answers by status. */
    private final Map<Integer, Integer> offered = new TreeMap<>();

    private final Map<Integer, Integer> guessed = new TreeMap<>();

    /** @param guessedRoom a room in which the stranger is not */
    OfferFlood(Driver driver, String guessedRoom) {
        this.driver = driver;
        this.guessedRoom = guessedRoom;
        room = driver.fresh("flood");
        peer = driver.peer(room + "-peer");
        stranger = driver.peer(room + "-stranger");
    }

    /** Sends offers at this pace whatever comes back, and as many guesses. */
    Future<Void> run(int offers) {
        return new OpenLoop(driver.loop()).run(PER_SECOND, offers, (_, _) -> {
            offer();
            guess();
        });
    }

    private void offer() {
        driver.api().offer(peer, room, 1_000_000).onSuccess(answer -> count(offered, answer));
    }

    private void guess() {
        driver.api().progress(stranger, guessedRoom, UUID.randomUUID()).onSuccess(answer -> count(guessed, answer));
    }

    private static void count(Map<Integer, Integer> answers, Answer answer) {
        answers.merge(answer.status(), 1, Integer::sum);
    }

    String offersByStatus() {
        return offered.toString();
    }

    String guessesByStatus() {
        return guessed.toString();
    }
}
