using System.Collections.Concurrent;
using Dfm.Testing;

namespace Dfm.LocalHost.Tests.Torture;

/// <summary>Which storage requests go wrong, and how: drawn from a seed, in the order of the requests.</summary>
internal sealed class FaultPlan(int seed)
{
    private const double Share = 0.03;

    // The storage clients try four times: shorter ones are theirs to mend, longer ones the host's.
    private const int Longest = 7;

    private static readonly StorageFaultKind[] Kinds =
    [
        StorageFaultKind.Refused, StorageFaultKind.CutBefore, StorageFaultKind.CutAfter,
        StorageFaultKind.TimedOut, StorageFaultKind.Late, StorageFaultKind.Slow,
    ];

    private readonly Random random = new(seed);
    private readonly Dictionary<string, int> left = [];

    /// <summary>The faults so far.</summary>
    public ConcurrentQueue<string> Log { get; } = [];

    /// <summary>What goes wrong with a request; null for nothing.</summary>
    public StorageFault? Of(StorageRequest request)
    {
        var about = $"{request.Operation} {request.Resource}";
        lock (random)
        {
            if (left.GetValueOrDefault(about) == 0 && random.NextDouble() < Share)
                left[about] = random.Next(2) == 0 ? 1 : random.Next(2, Longest + 1);
            if (left.GetValueOrDefault(about) == 0) return null;
            left[about]--;
            var (status, code) = random.Next(4) switch
            {
                0 when request.IsConditional => (412, "UpdateConditionNotSatisfied"),
                1 => (500, "InternalError"),
                2 => (429, "TooManyRequests"),
                _ => (503, "ServerBusy"),
            };
            var delay = TimeSpan.FromMilliseconds(random.Next(20, 300));
            var fault = new StorageFault(Kinds[random.Next(Kinds.Length)]) { Status = status, Code = code, Delay = delay };
            Log.Enqueue($"{fault} at {request}");
            return fault;
        }
    }
}
