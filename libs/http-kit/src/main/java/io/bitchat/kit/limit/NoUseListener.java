package io.bitchat.kit.limit;

import io.quarkus.arc.DefaultBean;
import jakarta.inject.Singleton;

/** For programs that have no other replicas to tell. */
@DefaultBean
@Singleton
class NoUseListener implements UseListener {
    @Override
    public void used(Budget budget, String peerId) {}
}
