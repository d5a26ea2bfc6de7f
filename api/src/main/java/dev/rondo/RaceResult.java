package dev.rondo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a staggered race ended: [Rondo#staggeredRace].
///
/// Source: the tuple that `asyncio.staggered.staggered_race` returns.
///
/// @param winner the result of the candidate that won; null if none did
/// @param index which candidate won, counted from 0; [#NO_WINNER] if none did
/// @param outcomes how the candidates ended that were started, in order: a failure says why it did
///   not win; a loser was cancelled, or has answered that with a result that does not count
/// @param <T> the type of the result
public record RaceResult<T>(@Nullable T winner, int index, List<Outcome<T>> outcomes) {
    /// The index when no candidate won.
    public static final int NO_WINNER = -1;

    /// Copies the list.
    public RaceResult {
        outcomes = List.copyOf(outcomes);
    }

    /// {@return whether a candidate won}
    public boolean hasWinner() {
        return index != NO_WINNER;
    }
}
