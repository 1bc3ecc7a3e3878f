using System.Collections.Concurrent;

namespace Dfm.LocalHost.Tests.Worker;

/// <summary>Where a test and the functions that it runs wait for each other.</summary>
public sealed class Meetings
{
    private readonly ConcurrentDictionary<string, Meeting> all = new();

    /// <summary>The meeting of this name.</summary>
    public Meeting Of(string name) => all.GetOrAdd(name, _ => new());

    /// <summary>One of them.</summary>
    public sealed class Meeting
    {
        private int entered;
        private int cancelled;

        /// <summary>How often a function came in.</summary>
        public int Entered => Volatile.Read(ref entered);

        /// <summary>How often one was cancelled before the test let it leave.</summary>
        public int Cancelled => Volatile.Read(ref cancelled);

        /// <summary>Lets the functions leave.</summary>
        public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>For a function: comes in, and waits until it may leave.</summary>
        public async Task HoldAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref entered);
            try
            {
                await Go.Task.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                Interlocked.Increment(ref cancelled);
                throw;
            }
        }
    }
}
