using CsCheck;
using Dfm.Testing;
using DurableTask.Core;
using DurableTask.Core.Exceptions;
using DurableTask.Core.History;

namespace Dfm.LocalHost.Tests.Durable.Store;

/// <summary>Storage that fails, processes that die, in any order.</summary>
public sealed class FaultTests(AzuriteFixture azurite)
{
    private static readonly StorageFaultKind[] Kinds =
    [
        StorageFaultKind.Refused, StorageFaultKind.CutBefore, StorageFaultKind.CutAfter, StorageFaultKind.TimedOut, StorageFaultKind.Late,
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task StorageFaults_LoseNothingAndDoNothingTwice(int seed)
    {
        await using var proxy = await StorageProxy.StartAsync(azurite.NewAccount());
        var account = proxy.Account;
        await using (await Engine.StartAsync(account)) { }
        var random = new Random(seed);
        proxy.Fault = _ =>
        {
            lock (random)
            {
                return random.Next(5) > 0 ? null : new StorageFault(Kinds[random.Next(Kinds.Length)])
                {
                    Status = 503,
                    Code = "ServerBusy",
                    Delay = TimeSpan.FromMilliseconds(random.Next(300)),
                };
            }
        };
        await using var engine = await Engine.StartAsync(account);
        await DespiteFaultsAsync(() => engine.RunAsync<Calls>("calls", 12));
        await DespiteFaultsAsync(() => engine.RunAsync<Parent>("parent", 4));
        await DespiteFaultsAsync(() => engine.RunAsync<Rounds>("rounds", 4));
        await DespiteFaultsAsync(() => engine.RunAsync<Collects>("collects", 10));
        await DespiteFaultsAsync(() => engine.RunAsync<Sends>("sends", "collects"));
        foreach (var id in (string[])["calls", "parent", "rounds", "collects", "sends"]) await engine.EndOfAsync(id);
        proxy.Fault = null;
        Assert.Equal("\"0 1 2 3 4 5 6 7 8 9 10 11\"", (await engine.EndOfAsync("calls")).Output);
        Assert.Equal("\"0 1 2 3\"", (await engine.EndOfAsync("parent")).Output);
        Assert.Equal("\"last 1\"", (await engine.EndOfAsync("rounds")).Output);
        Assert.Equal("\"0 1 2 3 4 5 6 7 8 9\"", (await engine.EndOfAsync("collects")).Output);
        foreach (var (id, results) in ((string, int)[])[("calls", 12), ("parent-child", 4), ("rounds", 1)])
        {
            var history = await engine.Store.HistoryAsync(id);
            var answered = history.OfType<TaskCompletedEvent>().Select(one => one.TaskScheduledId).ToList();
            Assert.Equal((results, results), (answered.Count, answered.Distinct().Count()));
        }
    }

    [Fact]
    public void AnyCommands_LeaveWhatTheModelSays() =>
        Gen.Select(Gen.Int[0, 7], Gen.Int[0, 2]).Array[5, 25].Sample(
            commands => Task.Run(() => RunAsync(commands)).GetAwaiter().GetResult(), iter: 25, threads: 1);

    // A client that has no answer asks again, and takes the refusal of what it has started already for an answer.
    private static async Task DespiteFaultsAsync(Func<Task> action)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await action();
                return;
            }
            catch (OrchestrationAlreadyExistsException) when (attempt > 0)
            {
                return;
            }
            catch (Exception e) when (e is not OrchestrationAlreadyExistsException && attempt < 20)
            {
                await Task.Delay(20);
            }
        }
    }

    /// <summary>Runs commands against the store and a model: for each id the events that it has got, or how it has ended.</summary>
    private async Task RunAsync((int Command, int Id)[] commands)
    {
        const int Expected = 3;
        var account = azurite.NewAccount();
        var engine = await Engine.StartAsync(account);
        var model = new Dictionary<string, (List<string> Events, OrchestrationStatus Status)>();
        try
        {
            var number = 0;
            foreach (var (command, n) in commands)
            {
                var id = $"id-{n}";
                var isOpen = model.TryGetValue(id, out var known) && known.Status == OrchestrationStatus.Running;
                switch (command)
                {
                    case 0 or 1 when isOpen:
                        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => engine.RunAsync<Collects>(id, Expected));
                        break;
                    case 0 or 1:
                        await engine.RunAsync<Collects>(id, Expected);
                        model[id] = ([], OrchestrationStatus.Running);
                        break;
                    case 2 or 3 or 4:
                        await engine.RaiseAsync(id, "number", $"{++number}");
                        if (!isOpen) break;
                        known.Events.Add($"{number}");
                        if (known.Events.Count == Expected) await EndsAsync(id, OrchestrationStatus.Completed);
                        break;
                    case 5:
                        await engine.Store.ForceTerminateTaskOrchestrationAsync(id, "enough");
                        if (isOpen) await EndsAsync(id, OrchestrationStatus.Terminated);
                        break;
                    case 6:
                        Assert.Equal(model.Remove(id) ? 1 : 0, (await engine.Store.PurgeInstanceStateAsync(id)).DeletedInstanceCount);
                        break;
                    default:
                        await engine.KillAsync();
                        engine = await Engine.StartAsync(account);
                        break;
                }
            }

            foreach (var (id, (events, status)) in model)
            {
                if (status == OrchestrationStatus.Running)
                    await engine.HasAsync(id, history => history.OfType<EventRaisedEvent>().Select(one => one.Input.Trim('"')).SequenceEqual(events));
                else
                    Assert.Equal(status, (await engine.Store.GetOrchestrationStateAsync(id, null))!.OrchestrationStatus);
                if (status == OrchestrationStatus.Completed)
                    Assert.Equal($"\"{string.Join(' ', events)}\"", (await engine.EndOfAsync(id)).Output);
            }
        }
        finally
        {
            await engine.KillAsync();
        }

        async Task EndsAsync(string id, OrchestrationStatus status)
        {
            Assert.Equal(status, (await engine.EndOfAsync(id)).OrchestrationStatus);
            model[id] = model[id] with { Status = status };
        }
    }
}
