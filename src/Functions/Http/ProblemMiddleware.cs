using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace Dfm.Functions.Http;

/// <summary>Answers what no function foresaw, a bug, with 500 and the trace's id.</summary>
internal sealed partial class ProblemMiddleware(ILogger<ProblemMiddleware> logger) : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http)
        {
            // Queues and orchestrations need the exception: it is what retries them.
            await next(context);
            return;
        }

        try
        {
            await next(context);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to read an answer.
        }
        catch (Exception e)
        {
            var trace = Activity.Current?.TraceId.ToString() ?? context.InvocationId;
            LogUnexpected(context.FunctionDefinition.Name, trace, e);
            if (http.Response.HasStarted) http.Abort();
            else context.GetInvocationResult().Value = ProblemResults.Unexpected(trace);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Function} failed unexpectedly, trace {Trace}")]
    private partial void LogUnexpected(string function, string trace, Exception exception);
}
