/// The `rondo` command: runs programs in one source file and shows the backends.
///
/// Start reading at [Main]; the grammar is in [Commands]. A program goes from [SourceFile] by
/// [ProgramCompiler] to a jar in [ProgramCache], which [Program] launches.
@org.jspecify.annotations.NullMarked
package dev.rondo.cli;
