/// The `rondo` command.
///
/// It is meant to be started on the class path, where the programs that it compiles see the same
/// jars as itself.
@org.jspecify.annotations.NullMarked
module dev.rondo.cli {
    requires dev.rondo;
    requires dev.rondo.tck;
    requires info.picocli;
    requires java.compiler;
    requires jdk.compiler;
    requires jdk.zipfs;

    uses dev.rondo.spi.LoopProvider;
}
