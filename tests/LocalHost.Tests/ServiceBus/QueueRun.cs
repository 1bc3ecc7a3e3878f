using System.Globalization;
using Azure.Messaging.ServiceBus;
using Dfm.LocalHost.ServiceBus;

namespace Dfm.LocalHost.Tests.ServiceBus;

/// <summary>Does steps to a queue, and tells the model what came of them.</summary>
internal sealed class QueueRun(string connection, BusOptions options, string queue, int processes) : IAsyncDisposable
{
    private static readonly TimeSpan Shortly = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly QueueModel model = new();
    private readonly Peer[] peers = [.. Enumerable.Range(0, processes).Select(_ => new Peer(connection, options, queue))];
    private readonly List<(Peer Peer, ServiceBusReceivedMessage Message)> held = [];
    private readonly List<(QueueModel.Entry Entry, long Number)> cancellable = [];
    private ServiceBusReceivedMessage? settled;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Peer First => peers[0];

    public Task DoAsync(Step step) => step switch
    {
        Step.Send send => SendAsync([model.Add(send.Id, send.TimeToLive)]),
        Step.SendTogether send => SendAsync([.. send.Ids.Select(id => model.Add(id))]),
        Step.Schedule schedule => ScheduleAsync(schedule),
        Step.Cancel cancel => CancelAsync(cancel.Which),
        Step.Receive receive => ReceiveAsync([peers[receive.Process]], receive.Max),
        Step.ReceiveTogether => ReceiveAsync(peers, 32),
        Step.Settle settle => SettleAsync(settle.Which, settle.How),
        Step.SettleAgain => SettleAgainAsync(),
        Step.Peek => PeekAsync(),
        Step.Restart restart => RestartAsync(restart.Process),
        Step.LetTimePass => LetTimePassAsync(),
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };

    /// <summary>Handles all that is left; then every message must have come to rest.</summary>
    public async Task FinishAsync()
    {
        var end = DateTimeOffset.UtcNow + Patience;
        while (true)
        {
            await ReceiveAsync([First], 32);
            while (held.Count > 0) await SettleAsync(0, Settlement.Complete);
            // Looked at before the queue is: what comes to rest in between may still lie in it.
            var isAtRest = model.Entries.All(entry => QueueModel.IsAtRest(entry, DateTimeOffset.UtcNow));
            var state = (await First.Account.ReadAsync(Token)).Single(one => one.Name == queue);
            var (length, scheduled) = (state.Length, state.Scheduled);
            if ((isAtRest && length == scheduled) || DateTimeOffset.UtcNow > end)
            {
                model.Finished(length, scheduled, await First.DeadLetters.PeekMessagesAsync(32, 0, Token));
                return;
            }

            await LetTimePassAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var peer in peers) await peer.DisposeAsync();
    }

    private async Task SendAsync(IReadOnlyList<QueueModel.Entry> entries)
    {
        if (entries.Count == 1)
            await First.Sender.SendMessageAsync(Message(entries[0]), Token);
        else
            await First.Sender.SendMessagesAsync(entries.Select(Message), Token);
        foreach (var entry in entries)
            entry.ExpiresAt = entry.TimeToLive is { } ttl ? DateTimeOffset.UtcNow + ttl : null;
    }

    private async Task ScheduleAsync(Step.Schedule schedule)
    {
        var entry = model.Add(schedule.Id, due: DateTimeOffset.UtcNow.AddSeconds(schedule.Seconds));
        if (schedule.ByMethod)
            cancellable.Add((entry, await First.Sender.ScheduleMessageAsync(Message(entry), entry.Due!.Value, Token)));
        else
            await First.Sender.SendMessageAsync(Message(entry), Token);
    }

    private async Task CancelAsync(int which)
    {
        if (cancellable.Count == 0) return;
        var (entry, number) = cancellable[which % cancellable.Count];
        var (succeeded, span) = await TryAsync(
            () => First.Sender.CancelScheduledMessageAsync(number, Token), ServiceBusFailureReason.MessageNotFound);
        QueueModel.Cancelled(entry, succeeded, span);
    }

    private async Task ReceiveAsync(IReadOnlyList<Peer> receivers, int max)
    {
        var begun = DateTimeOffset.UtcNow;
        var received = await Task.WhenAll(receivers.Select(peer => peer.Receiver.ReceiveMessagesAsync(max, Shortly, Token)));
        var span = new QueueModel.Span(begun, DateTimeOffset.UtcNow);
        model.Received([.. received.SelectMany(messages => messages)], isAll: max == 32, span);
        foreach (var (peer, messages) in receivers.Zip(received)) held.AddRange(messages.Select(message => (peer, message)));
    }

    private async Task SettleAsync(int which, Settlement how)
    {
        if (held.Count == 0) return;
        var (peer, message) = held[which % held.Count];
        var until = message.LockedUntil;
        var (succeeded, span) = await TryAsync(() => peer.SettleAsync(message, how), ServiceBusFailureReason.MessageLockLost);
        model.Settled(message, until, how, succeeded, span);
        if (how == Settlement.Renew && succeeded) return;
        held.Remove((peer, message));
        settled = message;
    }

    private async Task SettleAgainAsync()
    {
        if (settled is null) return;
        foreach (var how in Enum.GetValues<Settlement>())
        {
            var (succeeded, _) = await TryAsync(() => First.SettleAsync(settled, how), ServiceBusFailureReason.MessageLockLost);
            Assert.False(succeeded);
        }
    }

    private async Task PeekAsync() => model.Peeked(await First.Receiver.PeekMessagesAsync(32, 0, Token));

    private async Task RestartAsync(int process)
    {
        held.RemoveAll(one => one.Peer == peers[process]);
        await peers[process].DisposeAsync();
        peers[process] = new Peer(connection, options, queue);
    }

    private async Task LetTimePassAsync()
    {
        var now = DateTimeOffset.UtcNow;
        var moments = model.Entries
            .Where(entry => !QueueModel.IsAtRest(entry, now))
            .Select(entry => entry.Status == QueueModel.Status.Locked ? entry.LockedUntil : entry.Due ?? entry.ExpiresAt ?? now)
            .Where(moment => moment > now && moment < now.AddSeconds(5))
            .ToList();
        await Task.Delay(moments.Count == 0 ? TimeSpan.FromMilliseconds(50) : moments.Max() - now + TimeSpan.FromMilliseconds(100), Token);
    }

    private static async Task<(bool Succeeded, QueueModel.Span Span)> TryAsync(Func<Task> call, ServiceBusFailureReason expected)
    {
        var begun = DateTimeOffset.UtcNow;
        try
        {
            await call();
            return (true, new QueueModel.Span(begun, DateTimeOffset.UtcNow));
        }
        catch (ServiceBusException failure) when (failure.Reason == expected)
        {
            return (false, new QueueModel.Span(begun, DateTimeOffset.UtcNow));
        }
    }

    private static ServiceBusMessage Message(QueueModel.Entry entry)
    {
        var text = entry.Number.ToString(CultureInfo.InvariantCulture);
        var message = new ServiceBusMessage(text);
        if (entry.Due is { } due) message.ScheduledEnqueueTime = due;
        if (entry.Id is not null) message.MessageId = entry.Id;
        if (entry.TimeToLive is { } timeToLive) message.TimeToLive = timeToLive;
        return message;
    }

    /// <summary>A process: it shares nothing in memory with the others.</summary>
    private sealed class Peer : IAsyncDisposable
    {
        private readonly LocalServiceBusClient client;

        public Peer(string connection, BusOptions options, string queue)
        {
            Account = new BusAccount(connection, options);
            client = new LocalServiceBusClient(Account);
            Sender = client.CreateSender(queue);
            Receiver = client.CreateReceiver(queue);
            DeadLetters = client.CreateReceiver(queue, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });
        }

        public BusAccount Account { get; }

        public ServiceBusSender Sender { get; }

        public ServiceBusReceiver Receiver { get; }

        public ServiceBusReceiver DeadLetters { get; }

        public Task SettleAsync(ServiceBusReceivedMessage message, Settlement how) => how switch
        {
            Settlement.Complete => Receiver.CompleteMessageAsync(message, Token),
            Settlement.Abandon => Receiver.AbandonMessageAsync(message, null, Token),
            Settlement.DeadLetter => Receiver.DeadLetterMessageAsync(message, "reason", "description", Token),
            _ => Receiver.RenewMessageLockAsync(message, Token),
        };

        public ValueTask DisposeAsync() => client.DisposeAsync();
    }
}
