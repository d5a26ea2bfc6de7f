package dev.rondo.tck;

import java.util.List;

/// A rule and how it ended.
///
/// @param id the rule
/// @param area the area it belongs to
/// @param level how much it says
/// @param text what it says
/// @param rows the behaviours of asyncio that it covers
/// @param outcome how it ended
/// @param millis how long it took, in milliseconds
/// @param message why it failed or did not run, or what it measured; empty if there is nothing to
///   say
public record RuleResult(
        String id,
        String area,
        Level level,
        String text,
        List<String> rows,
        RuleOutcome outcome,
        long millis,
        String message) {

    /// Creates a result.
    public RuleResult {
        rows = List.copyOf(rows);
    }
}
