using System.Runtime.CompilerServices;
using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Dfm.LocalRuntime.Durable;

/// <summary>The client of the local engine.</summary>
internal sealed class LocalDurableTaskClient(DurableEngine engine, string hubName) : DurableTaskClient(hubName)
{
    private static readonly OrchestrationRuntimeStatus[] Unfinished =
        [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended];

    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName,
        object? input = null,
        StartOrchestrationOptions? options = null,
        CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(orchestratorName.Name);
        if (input is StartOrchestrationOptions && options is null)
            throw new ArgumentException("Start options were given as the input: name the parameter 'options'.", nameof(input));
        var now = engine.Now;
        var instance = new InstanceRow
        {
            Id = options?.InstanceId ?? Guid.NewGuid().ToString("N"),
            Name = orchestratorName.Name,
            Input = engine.Converter.Serialize(input),
            Created = now,
            Updated = now,
            Due = options?.StartAt is { } startAt && startAt > now ? startAt.UtcDateTime : null,
            StartedBy = Guid.NewGuid().ToString("N"),
        };
        var forbidden = options?.DedupeStatuses?.Select(ParseStatus).ToArray() ?? Unfinished;
        return await AnsweredOrRereadAsync(instance.Id, () => StartAsync(instance, forbidden, cancellation));
    }

    public override Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        var message = new Message { Kind = MessageKind.EventRaised, Name = eventName, Data = engine.Converter.Serialize(eventPayload) };
        return SendAsync(instanceId, message, cancellation);
    }

    public override Task TerminateInstanceAsync(
        string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        var output = engine.Converter.Serialize(options?.Output);
        var message = new Message { Kind = MessageKind.Terminate, Data = output, Recursive = options?.Recursive ?? false };
        return SendAsync(instanceId, message, cancellation);
    }

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        SendAsync(instanceId, new Message { Kind = MessageKind.Suspend, Data = reason }, cancellation);

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        SendAsync(instanceId, new Message { Kind = MessageKind.Resume, Data = reason }, cancellation);

    public override async Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var row = await engine.Store.GetAsync(instanceId, getInputsAndOutputs, cancellation);
        return row is null ? null : Describe(row, getInputsAndOutputs);
    }

    public override async Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        Describe(await WaitAsync(instanceId, row => row.Status != OrchestrationRuntimeStatus.Pending, cancellation), getInputsAndOutputs);

    public override async Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        Describe(await WaitAsync(instanceId, row => row.IsFinished, cancellation), getInputsAndOutputs);

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) =>
        new InstancePages(engine.Store, filter ?? new OrchestrationQuery(), Describe);

    public override async Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return new PurgeResult(await PurgeAsync(instanceId, options?.Recursive ?? false, cancellation), true);
    }

    public override async Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var statuses = (filter.Statuses ?? InstanceRow.Finished).Where(InstanceRow.Finished.Contains).ToList();
        if (statuses.Count == 0) return new PurgeResult(0, true);
        var ids = new List<string>();
        await foreach (var instance in GetAllInstancesAsync(new OrchestrationQuery(filter.CreatedFrom, filter.CreatedTo, statuses))
            .WithCancellation(cancellation))
        {
            ids.Add(instance.InstanceId);
        }

        var count = 0;
        foreach (var id in ids) count += await PurgeAsync(id, options?.Recursive ?? false, cancellation);
        return new PurgeResult(count, true);
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static OrchestrationRuntimeStatus ParseStatus(string status) =>
        Enum.TryParse<OrchestrationRuntimeStatus>(status, true, out var parsed)
            ? parsed
            : throw new ArgumentException($"Invalid orchestration runtime status: '{status}' for deduplication.");

    private async Task SendAsync(string instanceId, Message message, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        if (!engine.IsKnownAsOpen(instanceId))
        {
            var row = await engine.Store.GetAsync(instanceId, false, cancellation)
                ?? throw new ArgumentException($"No instance with ID '{instanceId}' was found.", nameof(instanceId));
            if (row.IsFinished)
                throw new InvalidOperationException($"The orchestration instance '{instanceId}' is not running: it is {row.Status}.");
        }

        var key = InstanceKeys.Message(engine.NextNumber(), Guid.NewGuid().ToString("N")[..12]);
        engine.Post(instanceId, await AnsweredOrRereadAsync(
            instanceId, () => engine.Store.AddMessageAsync(instanceId, key, message, cancellation)));
    }

    private async Task<string> StartAsync(InstanceRow instance, OrchestrationRuntimeStatus[] forbidden, CancellationToken cancellation)
    {
        while (true)
        {
            var stored = await engine.Store.InsertOrGetAsync(instance, cancellation);
            if (stored.StartedBy == instance.StartedBy)
            {
                engine.Started(stored);
                return stored.Id;
            }

            if (forbidden.Contains(stored.Status))
                throw new OrchestrationAlreadyExistsException($"An Orchestration instance with the ID {instance.Id} already exists.");
            if (stored.IsFinished)
                await engine.Store.TryReplaceAsync(stored, instance with { Generation = stored.Generation + 1 }, cancellation);
            else
                await EndAsync(stored.Id, cancellation);
        }
    }

    /// <summary>A request that fails may have been obeyed and its answer lost: then the engine looks at what is stored.</summary>
    private async Task<T> AnsweredOrRereadAsync<T>(string instanceId, Func<Task<T>> request)
    {
        try
        {
            return await request();
        }
        catch (Exception e) when (e is not OrchestrationAlreadyExistsException)
        {
            engine.Post(instanceId, Message.Reread);
            throw;
        }
    }

    private async Task<InstanceRow> WaitAsync(string instanceId, Func<InstanceRow, bool> isReached, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        // First listen, then look: a change between the two is not missed.
        using var waiter = engine.Listen(instanceId, isReached);
        var row = await engine.Store.GetAsync(instanceId, true, cancellation);
        return row is not null && isReached(row) ? row : await waiter.Change.WaitAsync(cancellation);
    }

    /// <summary>As officially, an instance that may be replaced while it runs is terminated first.</summary>
    private async Task EndAsync(string instanceId, CancellationToken cancellation)
    {
        await TerminateInstanceAsync(instanceId, (object?)"Replaced by a new instance of the same ID.", cancellation);
        await WaitForInstanceCompletionAsync(instanceId, cancellation);
    }

    private async Task<int> PurgeAsync(string instanceId, bool recursive, CancellationToken cancellation)
    {
        if (await engine.Store.PeekAsync(instanceId, cancellation) is not { Row.IsFinished: true } loaded) return 0;
        var count = 1;
        if (recursive)
        {
            var children = loaded.History.SelectMany(turn => turn.Actions).Where(action => action.Kind == ActionKind.SubOrchestration);
            foreach (var child in children) count += await PurgeAsync(child.InstanceId!, true, cancellation);
        }

        await engine.Store.PurgeAsync(instanceId, cancellation);
        engine.Purged(instanceId);
        return count;
    }

    private OrchestrationMetadata Describe(InstanceRow row, bool withTexts) => new(row.Name, row.Id)
    {
        RuntimeStatus = row.Status,
        CreatedAt = row.Created,
        LastUpdatedAt = row.Updated,
        SerializedInput = withTexts ? row.Input : null,
        SerializedOutput = withTexts ? row.Output : null,
        SerializedCustomStatus = withTexts ? row.CustomStatus : null,
        FailureDetails = withTexts ? row.Failure?.ToDetails() : null,
        DataConverter = withTexts ? engine.Converter : null,
    };

    private sealed class InstancePages(
        InstanceStore store, OrchestrationQuery query, Func<InstanceRow, bool, OrchestrationMetadata> describe)
        : AsyncPageable<OrchestrationMetadata>
    {
        public override IAsyncEnumerable<Page<OrchestrationMetadata>> AsPages(
            string? continuationToken = null, int? pageSizeHint = default) =>
            PagesAsync(continuationToken ?? query.ContinuationToken, pageSizeHint ?? query.PageSize);

        private async IAsyncEnumerable<Page<OrchestrationMetadata>> PagesAsync(
            string? continuationToken, int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await foreach (var page in store.QueryAsync(query, continuationToken, pageSize, cancellationToken))
            {
                yield return new Page<OrchestrationMetadata>(
                    [.. page.Values.Select(row => describe(row, query.FetchInputsAndOutputs))], page.ContinuationToken);
            }
        }
    }
}
