namespace Dfm.LocalRuntime.Tests.Torture;

/// <summary>Orchestrations of all shapes.</summary>
internal static class Acts
{
    public static IReadOnlyList<Act> All { get; } =
    [
        new("Sequence", new { Count = 3, Number = 1 }),
        new("Sequence", new { Count = 6, Number = 2 }),
        new("Sequence", new { Count = 2, Number = 3 }) { StartsIn = 500 },
        new("FanOut", 4),
        new("FanOut", 12),
        new("Retrying", 1),
        new("Retrying", 3),
        new("Racing", 5),
        new("Racing", 60),
        new("Collecting", 2, [.. Items("First", 2), .. Items("Second", 2)]),
        new("Collecting", 3, [.. Items("Second", 3), .. Items("First", 3)]),
        new("Collecting", 2, Item("First", 0), Do("suspend"), Item("First", 1), Item("Second", 0), Do("resume"), Item("Second", 1)),
        new("Counting", new { Count = 3 }, [.. Items("First", 3)]),
        new("Counting", new { Count = 6 }, [.. Items("First", 6)]),
        new("Looping", new { Rounds = 3, Number = 1 }),
        new("Looping", new { Rounds = 6, Number = 1 }),
        new("Parenting", 1),
        new("Parenting", 2),
        new("Playing", new { Rounds = 3, Anew = false }),
        new("Playing", new { Rounds = 6, Anew = false }),
        new("Playing", new { Rounds = 3, Anew = true }),
        new("Failing", 4),
        new("Waiting", false, Do("terminate")),
        new("Waiting", true, new Step.AwaitOther("-child"), Do("terminate"), Do("terminate", "-child")),
        new("Writing", new { Length = 15_000, Text = "" }),
        new("Writing", new { Length = 50_000, Text = "" }),
        Mailing("automatic", requests: 4),
        Mailing("manual", requests: 3),
        Mailing("automatic", requests: 2, others: ["Poison", "Starting"]),
        Mailing("manual", requests: 2, others: ["Refused", "Poison", "Starting"]),
        Mailing("automatic", requests: 2, others: ["Poison"], length: 70_000),
        Mailing("manual", requests: 2, others: ["Refused"], length: 70_000),
        Mailing("automatic", requests: 2, delay: 900),
    ];

    private static Act Mailing(string queue, int requests, string[]? others = null, int delay = 0, int length = 0)
    {
        // The enumeration's numbers: the application reads its inputs as System.Text.Json writes them.
        string[] kinds = ["Answered", "Starting", "Poison", "Refused"];
        var numbers = (others ?? []).Select(kind => Array.IndexOf(kinds, kind)).ToArray();
        return new("Mailing", new { Queue = queue, Requests = requests, Others = numbers, Delay = delay, Length = length })
        {
            DeadLetters = numbers.Count(number => number >= 2),
        };
    }

    private static IEnumerable<Step> Items(string name, int count) => Enumerable.Range(0, count).Select(id => Item(name, id));

    private static Step.Raise Item(string name, int id) => new Step.Raise(name, new { Id = id, Text = $"the text of {id}" });

    private static Step.Control Do(string command, string suffix = "") => new Step.Control(command, suffix);
}
