/// Tests of the traps that virtual threads with a scheduler of one's own hold, and of both
/// coroutine engines.
///
/// Nearly all go through the public API, over the real backend. What concerns the state of a whole
/// JVM runs in a fresh one. The support for that is here, too, and used by other tests.
@org.jspecify.annotations.NullMarked
package dev.rondo.nio.traps;
