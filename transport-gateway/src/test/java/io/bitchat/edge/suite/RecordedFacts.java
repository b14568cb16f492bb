package io.bitchat.edge.suite;

import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the suite was told, in this order. */
final class RecordedFacts implements Facts {
    final List<String> told = new CopyOnWriteArrayList<>();
    volatile boolean hasBroker = true;

    @Override
    public CompletionStage<Boolean> received(Message message, String node) {
        told.add("received " + message.key().id() + " " + node);
        return CompletableFuture.completedFuture(hasBroker);
    }

    @Override
    public void attempted(MessageKey key, String node, String transport, String reason) {
        told.add("attempted " + key.id() + " " + node + " " + reason);
    }

    @Override
    public void delivered(MessageKey key, String transport, List<String> route) {
        told.add("delivered " + key.id() + " " + transport + " " + route);
    }

    @Override
    public void online(String peer, String node) {
        told.add("online " + peer + " " + node);
    }

    @Override
    public void offline(String peer, String node) {
        told.add("offline " + peer + " " + node);
    }
}
