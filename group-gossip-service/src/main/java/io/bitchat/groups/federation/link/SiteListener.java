package io.bitchat.groups.federation.link;

import io.bitchat.groups.site.KnownSite;

/**
 * Receives frames and link events of other sites. All beans of this type are called, on the event loops of links, so
 * they must not block.
 */
public interface SiteListener {
    /** Called for a frame other than a ping or pong. */
    void heard(KnownSite from, SiteFrame frame);

    /** Called when the first link to a site opens. */
    default void up(KnownSite site) {}

    /** Called when the last link to a site is gone. */
    default void down(KnownSite site) {}
}
