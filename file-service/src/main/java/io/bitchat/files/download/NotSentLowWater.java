package io.bitchat.files.download;

import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Limits how many unsent bytes the kernel buffers for a connection ({@code TCP_NOTSENT_LOWAT}, tcp(7)). By default the
 * buffer grows to megabytes for each connection, even if the client never reads. A client that requests long files and
 * reads none would cause them to be read, opened and copied. Bytes in flight are not limited, so a client that reads is
 * not slowed down. Linux only; elsewhere the kernel's default applies.
 */
final class NotSentLowWater {
    /** Enough to keep sending while the next piece is read. */
    private static final int BYTES = 128 << 10;

    private NotSentLowWater() {}

    /** @param connection an HTTP connection of Vert.x */
    static void setOn(Object connection) {
        if (connection instanceof ConnectionBase base && base.channel() instanceof EpollSocketChannel channel)
            channel.config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, (long) BYTES);
    }
}
