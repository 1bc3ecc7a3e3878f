namespace Dfm.LocalHost.Tests.Torture;

/// <summary>An orchestration with its input, and what its client does while it runs. What comes of it depends on nothing else.</summary>
internal sealed record Act(string Orchestrator, object Input, params IReadOnlyList<Step> Script)
{
    /// <summary>Acts of all shapes.</summary>
    public static IReadOnlyList<Act> All { get; } =
    [
        new("Sequence", 1),
        new("Sequence", 3),
        new("Sequence", 8),
        new("Retrying", 1),
        new("Retrying", 3),
        new("Parenting", 1),
        new("Parenting", 2),
        new("Collecting", 2, [.. Events("First", 2), .. Events("Second", 2)]),
        new("Collecting", 4, [.. Events("Second", 4), .. Events("First", 4)]),
        new("Counting", new { Count = 3 }, [.. Events("First", 3)]),
        new("Counting", new { Count = 6 }, [.. Events("First", 6)]),
        new("Waiting", false, new Step(null)),
        // The first step waits until the child is there.
        new("Waiting", true, new Step("Poke", 0, "-child"), new Step(null), new Step(null, 0, "-child")),
        Mailing("automatic", 0, "Answered", "Answered", "Answered", "Answered"),
        Mailing("manual", 0, "Answered", "Answered", "Answered"),
        Mailing("automatic", 0, "Answered", "Poison", "Starting"),
        Mailing("manual", 0, "Answered", "Refused", "Poison", "Starting"),
        Mailing("automatic", 900, "Answered", "Answered"),
    ];

    /// <summary>How many of its messages nobody can handle.</summary>
    public int DeadLetters { get; private init; }

    private static Act Mailing(string queue, int delay, params string[] kinds) =>
        new("Mailing", kinds.Select(kind => new { Queue = queue, Kind = kind, Delay = delay }))
        {
            DeadLetters = kinds.Count(kind => kind is "Poison" or "Refused"),
        };

    private static IEnumerable<Step> Events(string name, int count) => Enumerable.Range(0, count).Select(n => new Step(name, n));
}

/// <summary>One step of a client.</summary>
/// <param name="Event">Raises an event; null terminates.</param>
/// <param name="Number">Its payload.</param>
/// <param name="Suffix">Behind the id of the act's own orchestration.</param>
internal sealed record Step(string? Event, int Number = 0, string Suffix = "");
