using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dfm.LocalRuntime.Worker;

/// <summary>Runs the timer functions while the application runs.</summary>
internal sealed class TimerListener(
    IFunctionRunner runner,
    IConfiguration configuration,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<TimerListener> log) : IHostedService, IDisposable
{
    // With the application and not in this service's turn: others before it may need their time to stop.
    private readonly CancellationTokenSource stopping = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
    private readonly CancellationTokenSource aborting = new();
    private Task running = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var functions = runner.Functions.Values.Where(function => function.Trigger is TimerTriggerAttribute).ToList();
        var monitor = functions.Any(function => ((TimerTriggerAttribute)function.Trigger).UseMonitor)
            ? new TimerMonitor(Settings.Require(configuration, Settings.Storage, "a timer with UseMonitor"))
            : null;
        if (monitor is not null)
            await monitor.CreateAsync(cancellationToken);
        var timers = functions.Select(function => Timer(function, monitor)).ToList();
        await Task.WhenAll(timers.Select(timer => timer.PrepareAsync(cancellationToken)));
        running = Task.WhenAll(timers.Select(timer => timer.RunAsync(stopping.Token, aborting.Token)));
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!running.IsCompleted) await aborting.CancelAsync();
    }

    public void Dispose()
    {
        stopping.Dispose();
        aborting.Dispose();
    }

    private FunctionTimer Timer(FunctionDescriptor function, TimerMonitor? monitor)
    {
        var trigger = (TimerTriggerAttribute)function.Trigger;
        var expression = Settings.Resolve(configuration, trigger.Schedule);
        return new FunctionTimer(runner, function, expression, trigger.UseMonitor ? monitor : null, time, log);
    }
}
