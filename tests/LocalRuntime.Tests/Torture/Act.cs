namespace Dfm.LocalRuntime.Tests.Torture;

/// <summary>An orchestration with its input, and what its client does while it runs. What comes of it depends on nothing else.</summary>
internal sealed record Act(string Orchestrator, object Input, params IReadOnlyList<Step> Script)
{
    /// <summary>How many milliseconds later it is to start; null for at once.</summary>
    public int? StartsIn { get; init; }

    /// <summary>How many of its messages nobody can handle.</summary>
    public int DeadLetters { get; init; }
}

/// <summary>One step of a client.</summary>
internal abstract record Step
{
    /// <summary>Raises an event.</summary>
    public sealed record Raise(string Event, object Payload) : Step;

    /// <summary>Suspends, resumes or terminates; another one if its id has a suffix.</summary>
    public sealed record Control(string Command, string Suffix = "") : Step;

    /// <summary>Waits until another orchestration runs, whose id is that of the act and a suffix.</summary>
    public sealed record AwaitOther(string Suffix) : Step;
}
