package dev.rondo.examples;

import dev.rondo.EventLoops;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/// Runs a compact source file of `examples` as its launcher would.
final class Program {
    private static final int RUNS = 40;

    private Program() {}

    /// Runs a program on the calling thread until its `main` returns.
    ///
    /// @param name the file's name, without the ending
    /// @param backend the backend that its loops get
    /// @param arguments what its `main` gets; without any it is called without parameters
    /// @return what it printed
    /// @throws Exception what it threw
    static Printed run(String name, String backend, String... arguments) throws Exception {
        Printed printed = new Printed();
        PrintStream console = System.out;
        String configured = System.getProperty(EventLoops.LOOP_PROPERTY);
        try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            System.setProperty(EventLoops.LOOP_PROPERTY, backend);
            System.setOut(out);
            callMain(Class.forName(name), arguments);
        } finally {
            System.setOut(console);
            if (configured == null) {
                System.clearProperty(EventLoops.LOOP_PROPERTY);
            } else {
                System.setProperty(EventLoops.LOOP_PROPERTY, configured);
            }
        }
        return printed;
    }

    /// Runs a program until it shows something that a busy machine can hide, such as the order of
    /// what is ten milliseconds apart. A wrong program shows it in no run.
    ///
    /// @param name the file's name, without the ending
    /// @param backend the backend that its loops get
    /// @param isShown whether the run has shown it
    /// @return what the last run printed
    /// @throws Exception what it threw
    static Printed runUntil(String name, String backend, Predicate<Printed> isShown)
            throws Exception {
        Printed printed = run(name, backend);
        for (int left = RUNS - 1; left > 0 && !isShown.test(printed); left--) {
            printed = run(name, backend);
        }
        return printed;
    }

    private static void callMain(Class<?> type, String[] arguments) throws Exception {
        Constructor<?> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        boolean isPlain = arguments.length == 0;
        Method main =
                isPlain
                        ? type.getDeclaredMethod("main")
                        : type.getDeclaredMethod("main", String[].class);
        main.setAccessible(true);
        try {
            main.invoke(
                    constructor.newInstance(), isPlain ? new Object[0] : new Object[] {arguments});
        } catch (InvocationTargetException e) {
            switch (e.getCause()) {
                case Exception exception -> throw exception;
                case Error error -> throw error;
                default -> throw e;
            }
        }
    }
}
