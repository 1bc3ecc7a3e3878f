namespace Dfm.LocalHost.Worker.Protocol;

/// <summary>The outcome of an invocation.</summary>
internal sealed partial class InvocationResponse
{
    /// <summary>True when the function returned.</summary>
    public bool Succeeded => Result.Status is StatusResult.Types.Status.Success;
}
