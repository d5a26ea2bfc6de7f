package dev.rondo.kernel;

import java.util.List;

/// Where something was created, for messages: the frames of the program, without the kernel's.
final class CreationSite {
    private CreationSite() {}

    static StackTraceElement[] capture() {
        return StackWalker.getInstance()
                .walk(frames ->
                        frames.filter(frame -> !isOurs(frame.getClassName()))
                                .map(StackWalker.StackFrame::toStackTraceElement)
                                .toArray(StackTraceElement[]::new));
    }

    /// The next best thing when no stack was recorded: the class in which a lambda was written.
    static List<StackTraceElement> ofBody(Object body) {
        Object code = body instanceof ActionBody wrapper ? wrapper.action() : body;
        String name = code.getClass().getName();
        int lambda = name.indexOf("$$Lambda");
        return List.of(
                new StackTraceElement(
                        lambda < 0 ? name : name.substring(0, lambda), "(body)", null, -1));
    }

    private static boolean isOurs(String className) {
        return className.startsWith("dev.rondo.kernel.")
                || className.equals("dev.rondo.Rondo")
                || className.startsWith("java.lang.VirtualThread");
    }
}
