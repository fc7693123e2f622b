package org.dsa110.contimg.rest.internal.export;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponseEncoder;

/**
 * Keeps the last bytes of what an answer in chunks (RFC 9112, section 7.1) has written back until more comes, so that whatever ends the
 * connection ends it inside a chunk whose length is announced. Python's http.client takes an end between two chunks for the end of the
 * answer when it reads by lines; and over TLS its reset may reach a program as an end in order. Belongs to the connection's event loop.
 */
final class OpenChunk extends ChannelOutboundHandlerAdapter {
    /** The end of line that ends a chunk, and a byte of the chunk itself. */
    private static final int KEPT = 3;

    private ByteBuf kept = Unpooled.EMPTY_BUFFER;

    private OpenChunk() {
    }

    /** Begins with what is written next; null where the connection has no such answers. */
    static OpenChunk on(Channel channel) {
        ChannelHandlerContext encoder = channel.pipeline().context(HttpResponseEncoder.class);
        if (encoder == null) {
            return null;
        }
        OpenChunk chunk = new OpenChunk();
        channel.pipeline().addBefore(encoder.name(), null, chunk);
        return chunk;
    }

    /** Has all that was written go out, and what is written from now on. */
    void complete(ChannelPipeline pipeline) {
        pipeline.remove(this);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (!(message instanceof ByteBuf written)) {
            release(context);
            context.write(message, promise);
            return;
        }
        ByteBuf all = Unpooled.wrappedBuffer(kept, written);
        int going = Math.max(all.readableBytes() - KEPT, 0);
        kept = Unpooled.copiedBuffer(all.slice(all.readerIndex() + going, all.readableBytes() - going));
        if (going == 0) {
            all.release();
            promise.trySuccess();
        } else {
            context.write(all.writerIndex(all.readerIndex() + going), promise);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        release(context);
    }

    private void release(ChannelHandlerContext context) {
        ByteBuf last = kept;
        kept = Unpooled.EMPTY_BUFFER;
        context.write(last);
    }
}
