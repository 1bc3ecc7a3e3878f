using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Azure;
using Azure.Storage.Queues;
using Dfm.LocalRuntime.Durable;
using Dfm.Testing;

namespace Dfm.LocalRuntime.Tests.Torture;

/// <summary>
/// Which storage requests go wrong, and how. It is decided by the seed, by what a request is about and by how many were about the same
/// before, so that it depends as little as possible on what overtakes what.
/// </summary>
internal sealed partial class FaultPlan(int seed, StorageAccount account)
{
    private const int StartsPerThousand = 40;

    // The storage clients try four times: shorter ones are theirs to mend, longer ones the runtime's.
    private const int Longest = 7;

    private readonly ConcurrentDictionary<string, int> occurrences = new();
    private readonly ConcurrentQueue<string> log = new();
    private readonly ConcurrentDictionary<string, int> counts = new();

    /// <summary>The faults so far, in their order.</summary>
    public IReadOnlyCollection<string> Log => log;

    /// <summary>How many faults there were of each kind.</summary>
    public IReadOnlyDictionary<string, int> Counts => counts;

    /// <summary>What goes wrong with a request; null for nothing.</summary>
    public StorageFault? Of(StorageRequest request)
    {
        var about = About(request);
        var occurrence = occurrences.AddOrUpdate(about, 0, (_, before) => before + 1);
        for (var start = occurrence; start >= 0 && start > occurrence - Longest; start--)
        {
            var draw = new Draw(seed, $"{about} {start}");
            if (draw.Number(0, 1000) >= StartsPerThousand) continue;
            var length = draw.OneOf(1, (50, 1), (20, 2), (15, 4), (10, 5), (5, Longest));
            if (start + length <= occurrence) continue;
            var fault = Make(request, draw);
            log.Enqueue($"{request.Number} {about} #{occurrence}: {fault}");
            counts.AddOrUpdate(fault.Kind == StorageFaultKind.Meddled ? "lock lost" : $"{fault}", 1, (_, count) => count + 1);
            return fault;
        }

        return null;
    }

    private StorageFault Make(StorageRequest request, Draw draw)
    {
        if (request.Operation == "GetMessages" && draw.Number(2, 2) == 0)
            return new StorageFault(StorageFaultKind.Meddled) { Meddle = body => LoseLocksAsync(request.Resource, body) };
        var delay = TimeSpan.FromMilliseconds(20 + draw.Number(3, 300));
        return draw.OneOf(
            4,
            (18, Refused(503, "ServerBusy")),
            (8, Refused(500, "InternalError")),
            (4, Refused(429, "TooManyRequests")),
            (15, request.IsConditional ? Refused(412, "UpdateConditionNotSatisfied") : Refused(503, "ServerBusy")),
            (12, new StorageFault(StorageFaultKind.CutBefore)),
            (15, new StorageFault(StorageFaultKind.CutAfter)),
            (14, new StorageFault(StorageFaultKind.TimedOut)),
            (6, new StorageFault(IsSuspension(request) ? StorageFaultKind.CutBefore : StorageFaultKind.Late) { Delay = delay }),
            (8, new StorageFault(StorageFaultKind.Slow) { Delay = delay }));
    }

    /// <summary>Whether an orchestration is told to pause. Told once more after it was told to go on, it would pause for good.</summary>
    private static bool IsSuspension(StorageRequest request)
    {
        if (request is not { Operation: "Insert", RowKey: { } key, Body: { } body } || !key.StartsWith("inbox-", StringComparison.Ordinal))
            return false;
        using var row = JsonDocument.Parse(body);
        return row.RootElement.TryGetProperty("Text0", out var text)
            && StorageJson.Message(text.GetString()!).Kind == MessageKind.Suspend;
    }

    private static StorageFault Refused(int status, string code) => new(StorageFaultKind.Refused) { Status = status, Code = code };

    /// <summary>What was just received is visible again, so that it is received once more while it is handled.</summary>
    private async Task LoseLocksAsync(string queue, byte[] answer)
    {
        var client = new QueueClient(account.ConnectionString, queue);
        var text = Encoding.UTF8.GetString(answer).TrimStart('\uFEFF');
        foreach (var message in XDocument.Parse(text).Descendants("QueueMessage"))
        {
            try
            {
                await client.UpdateMessageAsync(
                    (string)message.Element("MessageId")!, (string)message.Element("PopReceipt")!, visibilityTimeout: TimeSpan.Zero);
            }
            catch (RequestFailedException)
            {
                // Somebody has it already.
            }
        }
    }

    /// <summary>What a request is about, without what differs from one run to the next.</summary>
    private static string About(StorageRequest request)
    {
        if (request.Service == StorageService.Queue) return $"{request.Operation} {request.Resource}";
        var row = request.RowKey is { } key ? key.Split('-')[0] : "";
        var filter = request.Filter is { } text ? Number().Replace(text, "") : "";
        var parts = string.Concat(request.Entities.Select(part => part.Operation[0]).Distinct());
        return $"{request.Operation} {request.Resource} {Auto().Replace($"{request.PartitionKey}", "auto")} {row}{filter}{parts}";
    }

    /// <summary>An id that is made anew in every run.</summary>
    [GeneratedRegex("[0-9a-f]{32}")]
    private static partial Regex Auto();

    [GeneratedRegex("[0-9a-f]{32}|[0-9]{8,}|datetime'[^']*'")]
    private static partial Regex Number();
}
