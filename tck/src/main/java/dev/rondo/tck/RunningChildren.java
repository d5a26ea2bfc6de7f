package dev.rondo.tck;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The child processes of this JVM, those included that have ended and that nobody has waited for.
final class RunningChildren {
    private final Set<Long> known;

    private RunningChildren(Set<Long> known) {
        this.known = known;
    }

    static RunningChildren now() {
        return new RunningChildren(
                ProcessHandle.current()
                        .children()
                        .map(ProcessHandle::pid)
                        .collect(Collectors.toSet()));
    }

    /// {@return the children that there were not then and that stay}
    List<String> addedAfterAWhile() {
        return Patience.untilEmpty(() ->
                added().map(child ->
                                child.pid() + " " + child.info().commandLine().orElse("zombie"))
                        .toList());
    }

    /// Kills the children that there were not then, with all that they have started: one that goes
    /// on would keep the output of this JVM open, and whoever reads it waiting. A child goes before
    /// what it has started, for whose end it may wait to go on with something else.
    void killAdded() {
        added().forEach(child -> {
            List<ProcessHandle> descendants = child.descendants().toList();
            child.destroyForcibly();
            descendants.forEach(ProcessHandle::destroyForcibly);
        });
    }

    private Stream<ProcessHandle> added() {
        return ProcessHandle.current().children().filter(child -> !known.contains(child.pid()));
    }
}
