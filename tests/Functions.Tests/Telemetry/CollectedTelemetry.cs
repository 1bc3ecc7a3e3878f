using System.Collections.Concurrent;
using System.Diagnostics;
using Dfm.Functions.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Trace;

namespace Dfm.Functions.Tests.Telemetry;

/// <summary>What a portal records, in place of an exporter: spans once they end, and log records.</summary>
internal sealed class CollectedTelemetry
{
    private readonly ConcurrentQueue<Activity> spans = new();
    private readonly ConcurrentQueue<(ActivityTraceId Trace, string Text)> logs = new();

    /// <summary>Has a portal record as the product does.</summary>
    public void Of(IServiceCollection services) => services.Instrument()
        .WithTracing(tracing => tracing.AddProcessor(new Collector<Activity>(spans.Enqueue)))
        .WithLogging(logging => logging.AddProcessor(
            new Collector<LogRecord>(record => logs.Enqueue((record.TraceId, $"{record.FormattedMessage}")))));

    /// <summary>The spans of a trace that have ended.</summary>
    public IReadOnlyList<Activity> Spans(ActivityTraceId trace) => [.. spans.Where(span => span.TraceId == trace)];

    /// <summary>What was logged in a trace.</summary>
    public IReadOnlyList<string> Logs(ActivityTraceId trace) => [.. logs.Where(log => log.Trace == trace).Select(log => log.Text)];

    private sealed class Collector<T>(Action<T> take) : BaseProcessor<T>
    {
        public override void OnEnd(T data) => take(data);
    }
}
