/// What the backends over Netty's transports have in common.
///
/// Start with [dev.rondo.netty.NettyDriver], which waits and hands out events, and its two kinds of
/// handles: [dev.rondo.netty.Descriptor] for our own sockets, [dev.rondo.netty.DeferredHandle] for
/// those of libraries that use Netty. [dev.rondo.netty.NettyEventLoop] is what such libraries see.
@org.jspecify.annotations.NullMarked
package dev.rondo.netty;
