package io.bitchat.gateway;

import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * How much the system takes for a client beyond what is on its way to it ({@code TCP_NOTSENT_LOWAT} of tcp(7)). By default that
 * grows to megabytes for each connection, also of clients that never read them: whoever asks for long files and reads none
 * would have them read, opened and copied. It does not limit what is on its way, so it slows nobody who reads. Linux only;
 * elsewhere the system decides.
 */
final class NotSentLowWater {
    /** Enough to send on while the next piece comes. */
    private static final int BYTES = 128 << 10;

    private NotSentLowWater() {}

    /** @param connection an HTTP connection of Vert.x */
    static void setOn(Object connection) {
        if (connection instanceof ConnectionBase base && base.channel() instanceof EpollSocketChannel channel) {
            channel.config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, (long) BYTES);
        }
    }
}
