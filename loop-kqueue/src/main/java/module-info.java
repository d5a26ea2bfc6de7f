/// The backend `kqueue`: how macOS and the BSDs wait for many descriptors, through Netty's native
/// transport.
///
/// The native library comes with a module of its own for each processor, which has to be named:
/// `--add-modules io.netty.transport.kqueue.osx.aarch_64`.
@org.jspecify.annotations.NullMarked
module dev.rondo.kqueue {
    requires dev.rondo.netty;
    requires io.netty.transport.classes.kqueue;

    provides dev.rondo.spi.LoopProvider with
            dev.rondo.kqueue.KQueueLoopProvider;
}
