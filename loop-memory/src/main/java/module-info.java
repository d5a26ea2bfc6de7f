/// The backend without I/O: virtual time and a network in memory.
///
/// Exports nothing; loops are created by its name, `memory`.
module dev.rondo.memory {
    requires dev.rondo;

    provides dev.rondo.spi.LoopProvider with
            dev.rondo.memory.MemoryLoopProvider;
}
