package dev.rondo.kernel;

import java.util.ArrayList;
import java.util.List;

/// Stacks as a program wants to see them, without the frames of the loop: where something was
/// created, and where a coroutine is.
final class CreationSite {
    private static final String API = "dev.rondo.";
    private static final String KERNEL = "dev.rondo.kernel.";

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
        String name = written(body).getClass().getName();
        int lambda = name.indexOf("$$Lambda");
        return List.of(
                new StackTraceElement(
                        lambda < 0 ? name : name.substring(0, lambda), "(body)", null, -1));
    }

    /// {@return what the program has written of a body, without what the kernel has wrapped it in}
    static Object written(Object body) {
        return body instanceof ActionBody wrapper ? wrapper.action() : body;
    }

    /// {@return the frames of the program: without those of the loop, and without what the JDK does
    /// on its behalf to make a coroutine wait}
    ///
    /// @param limit how many at most, from the innermost
    static List<StackTraceElement> ofProgram(StackTraceElement[] stack, int limit) {
        List<StackTraceElement> frames = new ArrayList<>();
        for (int i = afterWait(stack); i < stack.length && frames.size() < limit; i++) {
            if (!isOurs(stack[i].getClassName())) {
                frames.add(stack[i]);
            }
        }
        return List.copyOf(frames);
    }

    /// {@return the index of the innermost frame that is not part of a wait for the loop}
    private static int afterWait(StackTraceElement[] stack) {
        int after = 0;
        for (int i = 0; i < stack.length; i++) {
            String name = stack[i].getClassName();
            if (isOurs(name)) {
                after = i + 1;
            } else if (!name.startsWith("java.") && !name.startsWith("jdk.")) {
                break;
            }
        }
        return after;
    }

    /// Appends a line for each frame.
    static void append(StringBuilder text, List<StackTraceElement> site) {
        for (StackTraceElement frame : site) {
            text.append(System.lineSeparator()).append("  created at ").append(frame);
        }
    }

    private static boolean isOurs(String className) {
        return className.startsWith(KERNEL)
                || className.startsWith(API) && className.indexOf('.', API.length()) < 0
                || className.startsWith("java.lang.VirtualThread");
    }
}
