/// The compatibility kit: extend [dev.rondo.tck.RondoTck] in a test, or run `rondo tck`.
@org.jspecify.annotations.NullMarked
module dev.rondo.tck {
    requires static transitive org.jspecify;
    requires transitive dev.rondo;
    requires transitive org.junit.jupiter.api;
    requires org.junit.platform.engine;
    requires org.junit.platform.launcher;
    requires com.google.gson;
    requires java.logging;
    requires java.management;
    requires jdk.management;

    exports dev.rondo.tck;

    // rules are package-private, and reports are records
    opens dev.rondo.tck to
            org.junit.platform.commons,
            com.google.gson;
}
