package dev.rondo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MainMethodTest {
    private static final List<String> CALLS = new ArrayList<>();

    @BeforeEach
    void forgetCalls() {
        CALLS.clear();
    }

    static class StaticWithArguments {
        static void main(String[] args) {
            CALLS.add("static " + String.join(",", args));
        }
    }

    static class StaticWithout {
        static void main() {
            CALLS.add("static without");
        }
    }

    static class InstanceWithArguments {
        void main(String... args) {
            CALLS.add("instance " + String.join(",", args));
        }
    }

    static class InstanceWithout {
        protected void main() {
            CALLS.add("instance without");
        }
    }

    static class Both {
        static void main() {
            CALLS.add("without");
        }

        void main(String[] args) {
            CALLS.add("with");
        }
    }

    static class Inherits extends InstanceWithout {}

    interface Default {
        default void main() {
            CALLS.add("default");
        }
    }

    static class Implements implements Default {}

    interface StaticOfInterface {
        static void main(String[] args) {
            CALLS.add("static of interface");
        }
    }

    static class PrivateBesideInstance {
        private static void main(String[] args) {
            CALLS.add("private");
        }

        void main() {
            CALLS.add("not private");
        }
    }

    static class NotVoid {
        static int main(String[] args) {
            return 0;
        }
    }

    static class OtherParameters {
        static void main(String first) {}
    }

    static class NeedsValue {
        NeedsValue(int value) {}

        void main() {}
    }

    static class PrivateConstructor {
        private PrivateConstructor() {}

        void main() {}
    }

    abstract static class Incomplete {
        void main() {}
    }

    static class ThrowingConstructor {
        ThrowingConstructor() {
            throw new IllegalStateException("in the constructor");
        }

        void main() {}
    }

    @Test
    void callsAStaticMainWithArguments() throws Exception {
        invoke(StaticWithArguments.class, "a", "b");

        assertEquals(List.of("static a,b"), CALLS);
    }

    @Test
    void callsAStaticMainWithout() throws Exception {
        invoke(StaticWithout.class, "a");

        assertEquals(List.of("static without"), CALLS);
    }

    @Test
    void callsAnInstanceMainWithArguments() throws Exception {
        invoke(InstanceWithArguments.class, "a", "b");

        assertEquals(List.of("instance a,b"), CALLS);
    }

    @Test
    void callsAnInstanceMainWithout() throws Exception {
        invoke(InstanceWithout.class);

        assertEquals(List.of("instance without"), CALLS);
    }

    @Test
    void prefersTheOneWithArguments() throws Exception {
        invoke(Both.class);

        assertEquals(List.of("with"), CALLS);
    }

    @Test
    void callsAnInheritedMain() throws Exception {
        invoke(Inherits.class);

        assertEquals(List.of("instance without"), CALLS);
    }

    @Test
    void callsADefaultMainOfAnInterface() throws Exception {
        invoke(Implements.class);

        assertEquals(List.of("default"), CALLS);
    }

    @Test
    void callsAStaticMainOfAnInterface() throws Exception {
        invoke(StaticOfInterface.class);

        assertEquals(List.of("static of interface"), CALLS);
    }

    @Test
    void passesOverAPrivateMain() throws Exception {
        invoke(PrivateBesideInstance.class);

        assertEquals(List.of("not private"), CALLS);
    }

    @Test
    void findsNoMainThatReturnsAValue() {
        assertTrue(MainMethod.of(NotVoid.class).isEmpty());
    }

    @Test
    void findsNoMainWithOtherParameters() {
        assertTrue(MainMethod.of(OtherParameters.class).isEmpty());
    }

    @Test
    void refusesAnInstanceThatNeedsArguments() {
        assertRefused(NeedsValue.class, "it has no constructor without parameters");
    }

    @Test
    void refusesAPrivateConstructor() {
        assertRefused(PrivateConstructor.class, "its constructor is private");
    }

    @Test
    void refusesAnAbstractClass() {
        assertRefused(Incomplete.class, "it is abstract");
    }

    @Test
    void passesOnWhatTheConstructorThrows() {
        InvocationTargetException thrown =
                assertThrows(
                        InvocationTargetException.class, () -> invoke(ThrowingConstructor.class));

        assertEquals("in the constructor", thrown.getTargetException().getMessage());
    }

    private static void invoke(Class<?> type, String... arguments)
            throws InvocationTargetException {
        MainMethod.of(type).orElseThrow().invoke(arguments);
    }

    private static void assertRefused(Class<?> type, String reason) {
        CommandFailure failure = assertThrows(CommandFailure.class, () -> invoke(type));

        assertEquals(
                "rondo run: cannot make a %s to call main on: %s; make main static"
                        .formatted(type.getName(), reason),
                failure.getMessage());
    }
}
