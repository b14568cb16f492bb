package io.bitchat.groups.site;

/** Hears of other sites; all beans of this type do. Called on the event loops of links: must not block. */
public interface SiteListener {
    /** Something else than a ping arrived. */
    void heard(KnownSite from, SiteFrame frame);

    /** The first link to a site is open. */
    default void up(KnownSite site) {}

    /** The last one is gone. */
    default void down(KnownSite site) {}
}
