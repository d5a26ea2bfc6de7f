/// The smallest backend, and the first reading for authors of backends; begin with [MemoryDriver].
///
/// It has no operating system below it: time jumps from deadline to deadline, and connections are
/// pairs of objects. So it runs everywhere, and the same program runs the same way every time.
@org.jspecify.annotations.NullMarked
package dev.rondo.memory;
