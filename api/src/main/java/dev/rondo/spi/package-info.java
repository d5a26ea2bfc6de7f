/// What a backend implements: a [LoopProvider] that opens an [IoDriver].
///
/// A driver moves bytes and waits; it has no semantics of its own. Everything else, from timers to
/// flow control, is the kernel's and the same on all backends.
@org.jspecify.annotations.NullMarked
package dev.rondo.spi;
