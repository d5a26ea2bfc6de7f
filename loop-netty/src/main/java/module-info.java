/// What the backends over Netty's transports have in common: an event loop of Netty's on our own
/// queue and timers, sockets as bare descriptors, and the words for why a transport is missing.
///
/// It is no backend itself, and its types are for those backends alone.
@org.jspecify.annotations.NullMarked
@SuppressWarnings("module") // those that it is exported to are compiled later
module dev.rondo.netty {
    requires transitive dev.rondo;
    requires transitive io.netty.common;
    requires transitive io.netty.transport;
    requires transitive io.netty.transport.unix.common;

    exports dev.rondo.netty to
            dev.rondo.epoll,
            dev.rondo.iouring,
            dev.rondo.kqueue;
}
