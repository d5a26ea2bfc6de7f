/// The backend `virtual`: blocking channels on virtual threads. Start with
/// [dev.rondo.virtual.VirtualDriver], which waits for what the threads have done and hands it out;
/// [dev.rondo.virtual.VirtualStream] and [dev.rondo.virtual.VirtualListener] have the threads.
/// Nothing here is exported.
@org.jspecify.annotations.NullMarked
package dev.rondo.virtual;
