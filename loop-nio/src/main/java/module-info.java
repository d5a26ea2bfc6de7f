/// The backend `nio`: a `java.nio` selector. It runs everywhere and needs nothing but the JDK.
@org.jspecify.annotations.NullMarked
module dev.rondo.nio {
    requires dev.rondo;

    provides dev.rondo.spi.LoopProvider with
            dev.rondo.nio.NioLoopProvider;
}
