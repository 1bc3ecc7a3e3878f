using System.Globalization;
using Dfm.Functions.Storage;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Crashes;

/// <summary>When a portal is killed: at one of the storage requests of a stage of its walk.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Number">Which of the requests since the stage began, from 1; 0 for the first transaction of a command, whichever request that is.</param>
/// <param name="Before">True when the storage never sees the request; false when it does what is asked and the portal never hears of it.</param>
public sealed record CrashMoment(string Stage, int Number, bool Before)
{
    /// <summary>
    /// So many moments, spread evenly over a stage of so many requests, before and after them in turn; at most all there are, which is both
    /// of each request.
    /// </summary>
    public static IEnumerable<CrashMoment> Spread(string stage, int moments, int requests)
    {
        var most = Math.Min(moments, 2 * requests);
        return Enumerable.Range(0, most).Select(n => new CrashMoment(stage, 1 + (int)((long)n * requests / most), n % 2 == 0));
    }

    /// <summary>Just before and just after a stage's first command is stored.</summary>
    public static IEnumerable<CrashMoment> AroundCommit(string stage) => [new(stage, 0, true), new(stage, 0, false)];

    /// <summary>Whether it is this request, the stage's <paramref name="number"/>.</summary>
    public bool Is(StorageRequest request, int number)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Number == 0 ? request.Operation == "Transaction" && TableNames.WithOutbox.Contains(request.Resource) : number == Number;
    }

    /// <summary>The moment of this text, e.g. <c>checkout 7 before</c>.</summary>
    public static CrashMoment Parse(string text)
    {
        var words = text.Split(' ');
        return new(words[0], int.Parse(words[1], CultureInfo.InvariantCulture), words[2] is "before");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Stage} {Number} {(Before ? "before" : "after")}";
}
