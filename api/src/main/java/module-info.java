/// The event loop: its API, the kernel that every backend shares, and the SPI that backends
/// implement.
///
/// Applications need [dev.rondo] alone. Backends implement [dev.rondo.spi]. The kernel between the
/// two is not exported.
@org.jspecify.annotations.NullMarked
module dev.rondo {
    requires static transitive org.jspecify;

    exports dev.rondo;
    exports dev.rondo.spi;

    uses dev.rondo.spi.LoopProvider;
}
