package dev.rondo.bench;

/// What there is no figure of, and why.
///
/// @param benchmark the benchmark's name
/// @param cell subject, engine and parameters
/// @param text the reason
record Remark(String benchmark, String cell, String text) {}
