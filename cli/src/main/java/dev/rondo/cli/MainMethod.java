package dev.rondo.cli;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A program's `main`, found and called by the rules of section 12.1.4 of the Java Language
/// Specification.
///
/// It is static or not, declared or inherited, returns nothing and is not private. One with a
/// `String[]` parameter is preferred to one without parameters. One that is not static is called on
/// an object made by a constructor without parameters.
final class MainMethod {
    private final Class<?> type;
    private final Method method;

    private MainMethod(Class<?> type, Method method) {
        this.type = type;
        this.method = method;
    }

    /// {@return the main method of a class, if it has one}
    static Optional<MainMethod> of(Class<?> type) {
        Method method = find(type, String[].class);
        if (method == null) {
            method = find(type);
        }
        return method == null ? Optional.empty() : Optional.of(new MainMethod(type, method));
    }

    private static @Nullable Method find(Class<?> type, Class<?>... parameters) {
        for (Class<?> declaring = type; declaring != null; declaring = declaring.getSuperclass()) {
            Method declared = find(declaring.getDeclaredMethods(), parameters);
            if (declared != null) {
                return declared;
            }
        }
        // The default methods of interfaces.
        return find(type.getMethods(), parameters);
    }

    private static @Nullable Method find(Method[] methods, Class<?>[] parameters) {
        for (Method method : methods) {
            if (method.getName().equals("main")
                    && method.getReturnType() == void.class
                    && !Modifier.isPrivate(method.getModifiers())
                    && Arrays.equals(method.getParameterTypes(), parameters)) {
                return method;
            }
        }
        return null;
    }

    /// Calls the method on the calling thread.
    ///
    /// @param arguments the program's arguments
    /// @throws InvocationTargetException if the program throws
    /// @throws CommandFailure if the program cannot be instantiated
    void invoke(String[] arguments) throws InvocationTargetException {
        try {
            Object receiver = Modifier.isStatic(method.getModifiers()) ? null : instantiate();
            method.setAccessible(true);
            if (method.getParameterCount() == 0) {
                method.invoke(receiver);
            } else {
                method.invoke(receiver, (Object) arguments);
            }
        } catch (IllegalAccessException e) {
            throw new AssertionError("main was made accessible", e);
        }
    }

    private Object instantiate() throws InvocationTargetException, IllegalAccessException {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor();
            if (!Modifier.isPrivate(constructor.getModifiers())) {
                constructor.setAccessible(true);
                return constructor.newInstance();
            }
            throw notInstantiable("its constructor is private");
        } catch (NoSuchMethodException e) {
            throw notInstantiable("it has no constructor without parameters");
        } catch (InstantiationException e) {
            throw notInstantiable("it is abstract");
        }
    }

    private CommandFailure notInstantiable(String reason) {
        return new CommandFailure(
                CommandFailure.PROGRAM,
                "rondo run: cannot make a %s to call main on: %s; make main static"
                        .formatted(type.getName(), reason));
    }
}
