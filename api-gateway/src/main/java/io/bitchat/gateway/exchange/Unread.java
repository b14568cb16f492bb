package io.bitchat.gateway.exchange;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.vertx.core.net.impl.ConnectionBase;
import org.jspecify.annotations.Nullable;

/**
 * Bytes written to a client that have not left this process because the client does not read. Confined to one event
 * loop.
 */
public final class Unread {
    private final @Nullable Channel channel;

    /** @param connection HTTP connection or socket of Vert.x */
    public Unread(Object connection) {
        this.channel = connection instanceof ConnectionBase base ? base.channel() : null;
    }

    public long bytes() {
        if (channel == null) {
            return 0;
        }
        // the connection only tells whether its queue is full
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    /** Closes the connection at once; a normal close would wait until the client has read. */
    public void abort() {
        if (channel != null && channel.isOpen()) {
            // discards what the kernel still buffers as well (RST)
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.unsafe().close(channel.newPromise());
        }
    }
}
