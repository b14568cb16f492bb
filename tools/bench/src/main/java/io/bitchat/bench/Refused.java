package io.bitchat.bench;

/** The measurement is impossible; the message is one line with the remedy. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Refused(String remedy) {
        super(remedy);
    }

    public static Refused rateLimited() {
        return new Refused(
                "the rate limit is on and would distort all figures: restart with ./bitchat up --rate-limit off");
    }

    public static Refused notUp(String where) {
        return new Refused("no suite answers at " + where + "; start it first: ./bitchat up --rate-limit off");
    }
}
