/// The kernel: one implementation of the loop's semantics over any driver.
///
/// Not exported. Start reading at [KernelLoop]; the coroutine engines are [ScheduledEngine] and
/// [HandoffEngine].
@org.jspecify.annotations.NullMarked
package dev.rondo.kernel;
