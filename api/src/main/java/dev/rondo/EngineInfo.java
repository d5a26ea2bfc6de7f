package dev.rondo;

import org.jspecify.annotations.Nullable;

/// Which coroutine engine new loops get, and why.
///
/// @param name `scheduled` or `handoff`
/// @param reason why this one, in a phrase
/// @param remedy what would make the better engine usable, or null if this is it
public record EngineInfo(String name, String reason, @Nullable String remedy) {}
