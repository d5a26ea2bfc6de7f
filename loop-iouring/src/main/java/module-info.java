/// The backend `io_uring`: Linux's operations that complete, through Netty's native transport.
///
/// The native library comes with a module of its own for each processor, which has to be named:
/// `--add-modules io.netty.transport.io_uring.linux.x86_64`.
@org.jspecify.annotations.NullMarked
module dev.rondo.iouring {
    requires dev.rondo.netty;
    requires io.netty.transport.classes.io_uring;

    provides dev.rondo.spi.LoopProvider with
            dev.rondo.iouring.IoUringLoopProvider;
}
