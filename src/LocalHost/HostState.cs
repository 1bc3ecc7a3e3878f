namespace Dfm.LocalHost;

/// <summary>Whether the functions may be invoked.</summary>
internal sealed class HostState
{
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when all functions are loaded.</summary>
    public Task Ready => ready.Task;

    /// <summary>From now on functions may be invoked.</summary>
    public void SetReady() => ready.TrySetResult();
}
