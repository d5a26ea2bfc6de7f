/// The backend `nio`: a `java.nio` selector. Start with [dev.rondo.nio.NioDriver], which waits and
/// hands out events; [dev.rondo.nio.NioStream] and [dev.rondo.nio.NioListener] move bytes and
/// connections. Nothing here is exported.
@org.jspecify.annotations.NullMarked
package dev.rondo.nio;
