/// The compatibility kit (TCK): numbered rules that every backend keeps, whoever wrote it.
///
/// [RondoTck] is the table of contents and what a backend's author extends; [TckRun] runs the same
/// rules from a program. The text of the rules, with reasons, is `docs/semantics.md`.
@org.jspecify.annotations.NullMarked
package dev.rondo.tck;
