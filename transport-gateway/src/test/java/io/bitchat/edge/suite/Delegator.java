package io.bitchat.edge.suite;

import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * A process in which the peers {@code p0}, {@code p1} and so on delegate, and every third of them withdraws, until it is
 * killed. Who is refused repeats it. Prints a line for each answer: what was asked, by whom, and {@code done}, {@code
 * refused}, or {@code wrong} if a refusal has changed something. Argument: the file.
 */
final class Delegator {
    static final String NODE = "roof";
    static final String GIVE = "give";
    static final String WITHDRAW = "withdraw";

    private static final int LEAVING = 3;
    private static final long PAUSE_MILLIS = 20;

    private final Delegations delegations;

    private Delegator(Delegations delegations) {
        this.delegations = delegations;
    }

    public static void main(String[] args) throws Exception {
        try (var delegations = Delegations.open(Path.of(args[0]))) {
            var delegator = new Delegator(delegations);
            for (int i = 0; ; i++) {
                delegator.give("p" + i);
                if (i % LEAVING == 1) delegator.withdraw("p" + i);
            }
        }
    }

    private void give(String peer) throws InterruptedException {
        while (!isDone(GIVE, peer, delegations.give(peer, NODE, Instant.now()))) {
            // a change of the other kind is refused as well
            if (delegations.isGiven("p0", NODE)) isDone(WITHDRAW, "p0", delegations.withdraw("p0", NODE));
            Thread.sleep(PAUSE_MILLIS); // between attempts
        }
    }

    private void withdraw(String peer) throws InterruptedException {
        while (!isDone(WITHDRAW, peer, delegations.withdraw(peer, NODE))) Thread.sleep(PAUSE_MILLIS);
    }

    private boolean isDone(String change, String peer, CompletionStage<?> answer) {
        try {
            answer.toCompletableFuture().join();
            System.out.println(change + " " + peer + " done");
            return true;
        } catch (CompletionException e) {
            boolean unchanged = delegations.isGiven(peer, NODE) == change.equals(WITHDRAW);
            var cause = e.getCause().getClass().getSimpleName();
            System.out.println(change + " " + peer + (unchanged ? " refused " : " wrong ") + cause);
            return false;
        }
    }
}
