package dev.rondo.bench.micro;

import java.util.regex.Pattern;

/// A method that JMH runs.
///
/// @param type its class
/// @param name its name
/// @param isAlone whether nothing is allocated in the time of the benchmark that it does not
///   allocate itself
record JmhMethod(Class<?> type, String name, boolean isAlone) {
    JmhMethod(Class<?> type, String name) {
        this(type, name, true);
    }

    JmhMethod withPreparations() {
        return new JmhMethod(type, name, false);
    }

    /// {@return the pattern of this method alone}
    String pattern() {
        return "^" + Pattern.quote(type.getName() + "." + name) + "$";
    }
}
