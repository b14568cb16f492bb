package io.bitchat.edge.mesh.socket;

/** An open TCP connection that carries lines, encrypted or not. Used on its event loop only. */
interface Connection {
    /** Sends bytes; false if too much waits to be sent. */
    boolean send(byte[] bytes);

    /** Closes after what was sent before, if the other side reads that in time. */
    void close();

    /** Closes because the other side does not read. */
    void cutOff();

    /** Takes what a connection brings; {@code taken} is to be called on the event loop when the next may come. */
    @FunctionalInterface
    interface Taker {
        void received(byte[] bytes, Runnable taken);
    }
}
