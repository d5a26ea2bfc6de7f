/// The backend `io_uring`. Start with [dev.rondo.iouring.IoUringDriver];
/// [dev.rondo.iouring.RingStream] moves bytes, [dev.rondo.iouring.RingSocket] is what a socket is
/// to the ring. Nothing here is exported.
@org.jspecify.annotations.NullMarked
package dev.rondo.iouring;
