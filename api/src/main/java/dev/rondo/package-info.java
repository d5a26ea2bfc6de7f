/// The loop API: what programs call, with asyncio's vocabulary in Java spelling.
///
/// [Rondo] is the front door for direct style, [EventLoops] finds and creates loops, [EventLoop] is
/// the loop itself. A type states once which thread may call it; a method repeats only its
/// exception.
@org.jspecify.annotations.NullMarked
package dev.rondo;
