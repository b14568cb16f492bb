package io.bitchat.gateway.connection;

import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Limits the unsent bytes that the kernel buffers per connection ({@code TCP_NOTSENT_LOWAT}, tcp(7)). By default this
 * grows to megabytes per connection, even if the client never reads: a client that requests long files and reads
 * nothing would make the services read, decrypt and copy them. Bytes in flight are not limited, so clients that read
 * are not slowed. Linux only; elsewhere the kernel's default applies.
 */
public final class NotSentLowWater {
    /** Enough to keep sending while the next piece arrives. */
    private static final int BYTES = 128 << 10;

    private NotSentLowWater() {}

    /** @param connection HTTP connection of Vert.x */
    public static void setOn(Object connection) {
        if (connection instanceof ConnectionBase base && base.channel() instanceof EpollSocketChannel channel) {
            channel.config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, (long) BYTES);
        }
    }
}
