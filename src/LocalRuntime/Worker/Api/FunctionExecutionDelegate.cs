namespace Microsoft.Azure.Functions.Worker.Middleware;

/// <summary>The rest of the pipeline: what still runs of the middleware, and the function.</summary>
/// <param name="context">The invocation.</param>
public delegate Task FunctionExecutionDelegate(FunctionContext context);
