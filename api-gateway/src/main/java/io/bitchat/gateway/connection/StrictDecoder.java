package io.bitchat.gateway.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rejects a request with both a Content-Length and a Transfer-Encoding, which Netty repairs silently: another hop may
 * use the other one (RFC 9112 6.1). The same holds for ambiguous chunk sizes ({@link ChunkFraming}).
 */
public final class StrictDecoder extends VertxHttpRequestDecoder {
    private static final String NAME = "httpDecoder";

    private @Nullable ChunkFraming chunks;

    private StrictDecoder(HttpServerOptions options) {
        super(options);
    }

    /** Replaces the default decoder of a connection that has read nothing yet. */
    public static void replaceIn(HttpConnection connection, HttpServerOptions options) {
        ChannelPipeline pipeline = ((ConnectionBase) connection).channel().pipeline();
        pipeline.replace(NAME, NAME, new StrictDecoder(options));
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        int from = in.readerIndex();
        int known = out.size();
        super.decode(context, in, out);
        ChunkFraming open = chunks;
        if (open != null) {
            check(open, in, from);
        }
        // one call decodes a head or a chunk, never both
        for (Object read : out.subList(known, out.size())) {
            follow(read);
        }
    }

    private static void check(ChunkFraming open, ByteBuf in, int from) {
        int end = in.readerIndex();
        for (int at = from; at < end; ) {
            at += open.skip(end - at);
            if (at < end && !open.next(in.getByte(at++))) {
                throw new CorruptedFrameException("a chunk is not framed as RFC 9112 7.1 requires");
            }
        }
    }

    private void follow(Object read) {
        if (read instanceof HttpMessage head && HttpUtil.isTransferEncodingChunked(head)) {
            chunks = new ChunkFraming();
        } else if (read instanceof LastHttpContent) {
            if (chunks != null && !chunks.isOver()) {
                throw new CorruptedFrameException("the chunks end in two places");
            }
            chunks = null;
        }
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new LengthTwice();
    }

    /** A request with both Content-Length and Transfer-Encoding. */
    public static final class LengthTwice extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        LengthTwice() {
            super(HttpHeaderNames.CONTENT_LENGTH + " and " + HttpHeaderNames.TRANSFER_ENCODING);
        }
    }
}
