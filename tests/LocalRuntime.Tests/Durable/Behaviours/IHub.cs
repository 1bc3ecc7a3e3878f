using Microsoft.DurableTask.Client;

namespace Dfm.LocalRuntime.Tests.Durable.Behaviours;

/// <summary>A task hub whose worker runs given functions: on this repository's engine, or on Microsoft's.</summary>
public interface IHub : IAsyncDisposable
{
    /// <summary>The client of the hub.</summary>
    DurableTaskClient Client { get; }
}

/// <summary>Starts a hub that runs <paramref name="functions"/>.</summary>
/// <param name="functions">The orchestrators and the activities.</param>
public delegate Task<IHub> StartHub(HubFunctions functions);
