using System.Runtime.CompilerServices;

namespace Dfm.Functions.Tests.Mail;

/// <summary>
/// Compares a text with the file that a person has approved, <c>Approved/{name}</c> beside this one.
/// With the environment variable APPROVE=1 a run writes the files instead: look at the diff before committing it.
/// </summary>
internal static class Approval
{
    public static void Verify(string name, string actual, [CallerFilePath] string here = "")
    {
        var file = Path.Combine(Path.GetDirectoryName(here)!, "Approved", name);
        actual = actual.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        if (Environment.GetEnvironmentVariable("APPROVE") is "1") File.WriteAllText(file, actual);
        if (!File.Exists(file)) Assert.Fail($"{name} is not approved yet. Run with APPROVE=1. It would be:\n{actual}");
        var approved = File.ReadAllText(file).ReplaceLineEndings("\n");
        if (approved == actual) return;
        Assert.Fail($"{name} differs from what is approved (run with APPROVE=1 to accept):\n{Diff(approved, actual)}");
    }

    /// <summary>The lines that differ, between the first and the last of them.</summary>
    private static string Diff(string approved, string actual)
    {
        var (before, after) = (approved.Split('\n'), actual.Split('\n'));
        var start = before.Zip(after).TakeWhile(pair => pair.First == pair.Second).Count();
        var end = before.Skip(start).Reverse().Zip(after.Skip(start).Reverse()).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"line {start + 1}\n"
            + string.Join('\n', before[start..^end].Select(line => "- " + line).Concat(after[start..^end].Select(line => "+ " + line)));
    }
}
