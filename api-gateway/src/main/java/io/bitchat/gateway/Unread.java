package io.bitchat.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.vertx.core.net.impl.ConnectionBase;
import org.jspecify.annotations.Nullable;

/** What has been written to a client and not yet left this process, since the client does not read. One event loop. */
final class Unread {
    private final @Nullable Channel channel;

    /** @param connection an HTTP connection or a socket of Vert.x */
    Unread(Object connection) {
        this.channel = connection instanceof ConnectionBase base ? base.channel() : null;
    }

    long bytes() {
        if (channel == null) {
            return 0;
        }
        // the connection itself tells only whether there is too much of it
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    /** Closes the connection at once: the usual way would wait until the client has read. */
    void abort() {
        if (channel != null && channel.isOpen()) {
            // what the system still holds for it is thrown away as well
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.unsafe().close(channel.newPromise());
        }
    }
}
