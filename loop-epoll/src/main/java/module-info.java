/// The backend `epoll`: Linux's own way to wait for many descriptors, through Netty's native
/// transport.
///
/// The native library comes with a module of its own for each processor, which has to be named:
/// `--add-modules io.netty.transport.epoll.linux.x86_64`.
@org.jspecify.annotations.NullMarked
module dev.rondo.epoll {
    requires dev.rondo.netty;
    requires io.netty.transport.classes.epoll;

    provides dev.rondo.spi.LoopProvider with
            dev.rondo.epoll.EpollLoopProvider;
}
