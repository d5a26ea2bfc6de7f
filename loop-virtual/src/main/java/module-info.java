/// The backend `virtual`: blocking channels on virtual threads. It runs everywhere and needs
/// nothing but the JDK.
@org.jspecify.annotations.NullMarked
module dev.rondo.virtual {
    requires dev.rondo;

    provides dev.rondo.spi.LoopProvider with
            dev.rondo.virtual.VirtualLoopProvider;
}
