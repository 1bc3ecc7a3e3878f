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
        InstanceKeys.RefuseEntity(options?.InstanceId, nameof(options));
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
        // As in Azure Functions, an unfinished instance is never replaced.
        OrchestrationRuntimeStatus[] forbidden = [.. Unfinished, .. options?.DedupeStatuses?.Select(ParseStatus) ?? []];
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
        return SendAsync(instanceId, new Message { Kind = MessageKind.Terminate, Data = output }, cancellation);
    }

    public override async Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        await RefuseAsync(instanceId, status => status == OrchestrationRuntimeStatus.Suspended, cancellation);
        await SendAsync(instanceId, new Message { Kind = MessageKind.Suspend, Data = reason }, cancellation);
    }

    public override async Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        await RefuseAsync(instanceId, status => status != OrchestrationRuntimeStatus.Suspended, cancellation);
        await SendAsync(instanceId, new Message { Kind = MessageKind.Resume, Data = reason }, cancellation);
    }

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
        if (await engine.Store.GetAsync(instanceId, false, cancellation) is not { } row) return new PurgeResult(0, true);
        if (!row.IsFinished) throw new InvalidOperationException($"Only finished instances can be purged: '{instanceId}' is {row.Status}.");
        await PurgeAsync(instanceId, cancellation);
        return new PurgeResult(1, true);
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

        foreach (var id in ids) await PurgeAsync(id, cancellation);
        return new PurgeResult(ids.Count, true);
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static OrchestrationRuntimeStatus ParseStatus(string status) =>
        Enum.TryParse<OrchestrationRuntimeStatus>(status, true, out var parsed)
            ? parsed
            : throw new ArgumentException($"Invalid orchestration runtime status: '{status}' for deduplication.");

    private async Task SendAsync(string instanceId, Message message, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        if (!engine.IsKnownAsOpen(instanceId)) await RefuseAsync(instanceId, InstanceRow.Finished.Contains, cancellation);
        var key = InstanceKeys.Message(engine.NextNumber(), Guid.NewGuid().ToString("N")[..12]);
        engine.Post(instanceId, await AnsweredOrRereadAsync(
            instanceId, () => engine.Store.AddMessageAsync(instanceId, key, message, cancellation)));
    }

    /// <summary>Refuses what an instance of some statuses, or no instance at all, cannot do.</summary>
    private async Task RefuseAsync(string instanceId, Func<OrchestrationRuntimeStatus, bool> isRefused, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var row = await engine.Store.GetAsync(instanceId, false, cancellation)
            ?? throw new RefusedException($"No instance with the ID '{instanceId}' was found.");
        if (isRefused(row.Status)) throw new RefusedException($"The instance '{instanceId}' cannot do that: it is {row.Status}.");
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

            // One that another process has stored just before its end may have been stored too late to be found at this one's start.
            if (!stored.IsFinished && !engine.IsKnownAsOpen(stored.Id)) engine.Started(stored);
            if (forbidden.Contains(stored.Status))
                throw new OrchestrationAlreadyExistsException($"An Orchestration instance with the ID {instance.Id} already exists.");
            await engine.Store.TryReplaceAsync(stored, instance with { Generation = stored.Generation + 1 }, cancellation);
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

    private async Task PurgeAsync(string instanceId, CancellationToken cancellation)
    {
        await engine.Store.PurgeAsync(instanceId, cancellation);
        engine.Purged(instanceId);
    }

    private static string? NoCustomStatus(InstanceRow row) => row.Status == OrchestrationRuntimeStatus.Pending ? null : "null";

    // As with Azure Storage, a failure is told by the output, as plain text, and there are no failure details.
    private OrchestrationMetadata Describe(InstanceRow row, bool withTexts) => new(row.Name, row.Id)
    {
        RuntimeStatus = row.Status,
        CreatedAt = row.Created,
        LastUpdatedAt = row.Updated,
        SerializedInput = withTexts ? row.Input : null,
        SerializedOutput = withTexts ? row.Failure?.ToString() ?? row.Output : null,
        SerializedCustomStatus = withTexts ? row.CustomStatus ?? NoCustomStatus(row) : null,
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
