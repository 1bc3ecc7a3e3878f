using Dfm.LocalHost.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Dfm.LocalHost.Timers;

/// <summary>Runs the timer functions.</summary>
internal sealed class TimerListener(FunctionInvoker invoker, IConfiguration configuration, TimeProvider time, ILogger<TimerListener> log)
    : IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly CancellationTokenSource aborting = new();
    private Task running = Task.CompletedTask;

    /// <summary>Starts the timers among the functions.</summary>
    public async Task StartAsync(IEnumerable<LocalFunction> functions, CancellationToken cancellationToken)
    {
        var timers = functions.Where(function => function.Trigger.Is(FunctionBinding.Timer)).Select(Timer).ToList();
        await Task.WhenAll(timers.Select(timer => timer.PrepareAsync(cancellationToken)));
        running = Task.WhenAll(timers.Select(timer => timer.RunAsync(stopping.Token, aborting.Token)));
    }

    /// <summary>Begins no further run, and waits for those that have begun; cancels them when <paramref name="cancellationToken"/> says so.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        stopping.Cancel();
        await running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!running.IsCompleted) aborting.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        stopping.Dispose();
        aborting.Dispose();
    }

    private FunctionTimer Timer(LocalFunction function) => new(
        (info, cancellation) => invoker.InvokeAsync(function, Guid.NewGuid().ToString(), new() { Json = info }, [], cancellation),
        function.Name,
        Settings.Resolve(configuration, function.Trigger.Text("schedule")!),
        function.Trigger.Flag("runOnStartup", false),
        function.Trigger.Flag("useMonitor", true) ? new TimerMonitor(Settings.Require(configuration, Settings.Storage)) : null,
        time,
        log);
}
