package dev.rondo.kernel;

import java.util.List;

/// A future that knows where it was made: what debug mode makes instead of a [KernelFuture], which
/// has no room for it.
///
/// @param <T> the type of the result
final class TracedFuture<T> extends KernelFuture<T> {
    private final StackTraceElement[] site = CreationSite.capture();

    TracedFuture(Cycle cycle) {
        super(cycle);
    }

    @Override
    public List<StackTraceElement> creationSite() {
        return List.of(site);
    }
}
