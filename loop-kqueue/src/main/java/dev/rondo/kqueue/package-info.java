/// The backend `kqueue`: what differs from other backends over Netty's transports. Nothing here is
/// exported; [dev.rondo.netty] is where to read on.
@org.jspecify.annotations.NullMarked
package dev.rondo.kqueue;
