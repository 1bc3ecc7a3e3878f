namespace Dfm.LocalRuntime.Tests;

/// <summary>Awaits a token's signal.</summary>
public static class TokenExtensions
{
    /// <summary>Completes when <paramref name="signal"/> is signalled.</summary>
    public static Task WaitAsync(this CancellationToken signal, CancellationToken cancellationToken)
    {
        var signalled = new TaskCompletionSource();
        signal.Register(signalled.SetResult);
        return signalled.Task.WaitAsync(cancellationToken);
    }
}
