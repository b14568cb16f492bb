package io.bitchat.lan.link;

/**
 * Which of two links to the same peer goes. Both sides decide the same: the newer program stays, then the link that the
 * smaller id dialled. A plain peer would dial again, so the link that it dialled stays.
 */
final class OneLink {
    private final long now;
    private final long silence;

    /** @param silence time without a line after which a link counts as dead, in milliseconds */
    OneLink(long now, long silence) {
        this.now = now;
        this.silence = silence;
    }

    /**
     * @param link the new link
     * @param other the link in use
     * @param selfDials whether this node has the smaller id
     */
    Link loser(Link link, Link other, boolean selfDials) {
        if (link.run != other.run) return link.run < other.run ? link : other;
        if (link.id.dialled() == other.id.dialled()) return now - other.heard > silence ? other : link;
        boolean dialledStays = link.run > 0 && selfDials;
        return link.id.dialled() == dialledStays ? other : link;
    }
}
