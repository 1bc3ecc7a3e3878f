using System.Globalization;
using Azure.Messaging.ServiceBus;
using CsCheck;
using Dfm.Testing;

namespace Dfm.LocalHost.Tests.ServiceBus;

/// <summary>Whatever is done to a queue, in whatever order, also with restarts: it does what a simple model in memory does.</summary>
public sealed class QueueModelTests(AzuriteFixture azurite)
{
    private const int Sequences = 60;

    private static readonly Gen<(string Do, int Which)> Steps = Gen.Select(
        Gen.Frequency((5, "send"), (2, "schedule"), (1, "cancel"), (7, "receive"), (4, "complete"), (5, "abandon"), (1, "dead-letter"),
            (1, "wait"), (1, "restart")).Select(step => step),
        Gen.Int[0, 9]);

    [Fact]
    public Task AnySteps_BehaveAsTheModel_AndLoseNothing() => Steps.Array[1, 40].SampleAsync(
        async steps =>
        {
            await using var run = new Run(azurite);
            foreach (var (step, which) in steps) await run.DoAsync(step, which);
            await run.FinishAsync();
        },
        iter: Sequences,
        threads: 4);

    private sealed class Run(AzuriteFixture azurite) : QueueTest(azurite)
    {
        private readonly List<Entry> entries = [];
        private readonly List<(Entry Entry, ServiceBusReceivedMessage Message)> held = [];

        public async Task DoAsync(string step, int which)
        {
            if (step is "complete" or "abandon" or "dead-letter")
            {
                if (held.Count > 0) await SettleAsync(step, held[which % held.Count]);
                return;
            }

            await (step switch
            {
                "send" => SendAsync(which, null),
                "schedule" => SendAsync(which, Time.GetUtcNow().AddMinutes(3)),
                "cancel" => CancelAsync(which),
                "receive" => ReceiveNextAsync(),
                "wait" => Task.Run(() => Time.Advance(TimeSpan.FromMinutes(6))),
                _ => Task.Run(Restart),
            });
            if (step == "restart") held.Clear();
            if (step is "wait" or "restart") entries.ForEach(entry => entry.IsLocked = false);
            var state = await StateAsync();
            Assert.Equal(
                (entries.Count(entry => entry.IsLive), entries.Count(entry => entry.IsLocked), entries.Count(entry => entry.IsDead)),
                (state.Length, state.Locked, state.DeadLetters.Count));
        }

        /// <summary>What is left is handled; then nothing is left.</summary>
        public async Task FinishAsync()
        {
            await DoAsync("wait", 0);
            while (entries.Any(entry => entry.IsLive))
            {
                await ReceiveNextAsync();
                if (held.Count > 0) await SettleAsync("complete", held[^1]);
            }

            await DoAsync("restart", 0);
        }

        private async Task SendAsync(int which, DateTimeOffset? due)
        {
            var now = Time.GetUtcNow();
            var id = which < 5 ? $"id-{which}" : null;
            // What was dropped as a duplicate does not prolong the window.
            var isNew = !entries.Any(entry =>
                entry.WasTaken && entry.Id == id && id is not null && now - entry.Sent < TimeSpan.FromMinutes(10));
            var entry = new Entry(entries.Count, id, now, due ?? now) { IsLive = isNew, WasTaken = isNew };
            entries.Add(entry);
            var message = new ServiceBusMessage(entry.Number.ToString(CultureInfo.InvariantCulture)) { ScheduledEnqueueTime = due ?? default };
            if (id is not null) message.MessageId = id;
            if (due is { } later) entry.Sequence = await Sender.ScheduleMessageAsync(message, later, Token);
            else await Sender.SendMessageAsync(message, Token);
        }

        private async Task CancelAsync(int which)
        {
            if (entries.Where(entry => entry.Sequence > 0).ElementAtOrDefault(which) is not { } entry) return;
            var failure = await Record.ExceptionAsync(() => Sender.CancelScheduledMessageAsync(entry.Sequence, Token));
            Assert.Equal(entry.IsLive && entry.Due > Time.GetUtcNow(), failure is null);
            if (failure is null) entry.IsLive = false;
        }

        private async Task ReceiveNextAsync()
        {
            while (Next() is { Deliveries: 10 } worn) (worn.IsLive, worn.IsDead) = (false, true);
            var next = Next();
            var message = await ReceiveAsync();
            Assert.Equal(next?.Number.ToString(CultureInfo.InvariantCulture), message?.Body.ToString());
            if (next is null) return;
            Assert.Equal(++next.Deliveries, message!.DeliveryCount);
            next.IsLocked = true;
            held.Add((next, message));
        }

        private Entry? Next() => entries
            .Where(entry => entry is { IsLive: true, IsLocked: false } && entry.Due <= Time.GetUtcNow())
            .MinBy(entry => (entry.Due, entry.Number));

        private async Task SettleAsync(string how, (Entry Entry, ServiceBusReceivedMessage Message) one)
        {
            var (entry, message) = one;
            held.Remove(one);
            var isHeld = entry.IsLocked && message.DeliveryCount == entry.Deliveries;
            var failure = await Record.ExceptionAsync(() => how switch
            {
                "complete" => Actions.CompleteMessageAsync(message, Token),
                "abandon" => Actions.AbandonMessageAsync(message, null, Token),
                _ => Actions.DeadLetterMessageAsync(message, null, "reason", "description", Token),
            });
            Assert.Equal(isHeld, failure is null);
            if (!isHeld) return;
            entry.IsLocked = false;
            entry.IsDead = how == "dead-letter" || (how == "abandon" && entry.Deliveries == 10);
            entry.IsLive = how == "abandon" && !entry.IsDead;
        }
    }

    private sealed class Entry(int number, string? id, DateTimeOffset sent, DateTimeOffset due)
    {
        public int Number => number;

        public string? Id => id;

        public DateTimeOffset Sent => sent;

        public DateTimeOffset Due => due;

        public bool WasTaken { get; init; }

        public long Sequence { get; set; }

        public int Deliveries { get; set; }

        public bool IsLive { get; set; }

        public bool IsLocked { get; set; }

        public bool IsDead { get; set; }
    }
}
