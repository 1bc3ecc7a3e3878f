using DurableTask.Core.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Dfm.LocalHost.Tests.Pages;

/// <summary>Instances with their histories, to be read alone.</summary>
internal sealed class FakeDurableTaskClient() : DurableTaskClient("fake")
{
    private readonly Dictionary<string, (OrchestrationMetadata State, HistoryEvent[] History)> instances = [];

    public void Add(OrchestrationMetadata state, params HistoryEvent[] history) => instances.Add(state.InstanceId, (state, history));

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null)
    {
        var found = instances.Values.Select(one => one.State).Where(state => filter?.Statuses?.Contains(state.RuntimeStatus) ?? true).ToList();
        return Pageable.Create((string? _, CancellationToken _) => Task.FromResult(new Page<OrchestrationMetadata>(found)));
    }

    public override Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        Task.FromResult(instances.TryGetValue(instanceId, out var one) ? one.State : null);

    public override Task<IList<HistoryEvent>> GetOrchestrationHistoryAsync(string instanceId, CancellationToken cancellation = default) =>
        Task.FromResult<IList<HistoryEvent>>(instances[instanceId].History);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public override Task RaiseEventAsync(string id, string name, object? payload, CancellationToken stop) => throw new NotSupportedException();

    public override Task ResumeInstanceAsync(string instanceId, string? reason, CancellationToken cancellation) => throw new NotSupportedException();

    public override Task SuspendInstanceAsync(string instanceId, string? reason, CancellationToken cancellation) => throw new NotSupportedException();

    public override Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName name, object? input, StartOrchestrationOptions? options, CancellationToken cancellation) => throw new NotSupportedException();

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string id, bool inputs, CancellationToken stop) => throw new NotSupportedException();

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(string id, bool inputs, CancellationToken stop) => throw new NotSupportedException();
}
