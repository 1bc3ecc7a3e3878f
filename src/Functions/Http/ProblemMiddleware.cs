using System.Diagnostics;
using Dfm.Functions.Outbox;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace Dfm.Functions.Http;

/// <summary>Maps an unhandled exception to a 500 response with the trace id.</summary>
public sealed partial class ProblemMiddleware(ILogger<ProblemMiddleware> logger) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http)
        {
            // Queues and orchestrations need the exception for their retries.
            await next(context);
            return;
        }

        try
        {
            await next(context);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client has disconnected: no response can be sent.
        }
        catch (OutboxUnavailableException down) when (!http.Response.HasStarted)
        {
            LogUnavailable(context.FunctionDefinition.Name, down);
            context.GetInvocationResult().Value = RequestProblems.Unavailable.ToHttp();
        }
        catch (Exception e)
        {
            var trace = Activity.Current?.TraceId.ToString() ?? context.InvocationId;
            LogUnexpected(context.FunctionDefinition.Name, trace, e);
            if (http.Response.HasStarted) http.Abort();
            else context.GetInvocationResult().Value = ProblemResults.Unexpected(trace);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Function} returned 503: Service Bus is unavailable.")]
    private partial void LogUnavailable(string function, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Function} failed unexpectedly, trace {Trace}")]
    private partial void LogUnexpected(string function, string trace, Exception exception);
}
