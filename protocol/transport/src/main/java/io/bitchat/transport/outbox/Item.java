package io.bitchat.transport.outbox;

/** An entry and what is happening to it. */
final class Item {
    final Entry entry;
    final Lane lane;
    Stage stage;

    enum Stage {
        STORING,
        WAITING,
        IN_FLIGHT
    }

    Item(Entry entry, Lane lane, Stage stage) {
        this.entry = entry;
        this.lane = lane;
        this.stage = stage;
    }
}
