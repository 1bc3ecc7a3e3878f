using Dfm.LocalRuntime.Worker;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Access to what goes in and comes out of an invocation.</summary>
public static class FunctionContextBindingFeatureExtensions
{
    /// <summary>The invocation's result, to read after the function ran or to set instead of running it.</summary>
    /// <param name="context">The invocation.</param>
    public static InvocationResult GetInvocationResult(this FunctionContext context) => Invocation.Of(context).Result;
}
