using System.Globalization;
using Azure.Messaging.ServiceBus;
using CsCheck;
using Dfm.LocalRuntime.ServiceBus;
using Dfm.Testing;

namespace Dfm.LocalRuntime.Tests.ServiceBus;

/// <summary>Whatever is done to a queue, in whatever order: it does what a simple model in memory does.</summary>
public sealed class ServiceBusModelTests(AzuriteFixture azurite)
{
    private const int MaxDeliveries = 2;

    private static readonly BusOptions Options = BusOptions.Default with { MaxDeliveryCount = MaxDeliveries };

    private static readonly Gen<Step> Steps = Gen.Frequency(
        (4, Gen.Int[0, 5].Select(id => (Step)new Send($"id-{id}"))),
        (1, Gen.Const((Step)new Send(null))),
        (5, Gen.Const((Step)new Receive())),
        (3, Gen.Int[0, 9].Select(which => (Step)new Settle(which, Settlement.Complete))),
        (4, Gen.Int[0, 9].Select(which => (Step)new Settle(which, Settlement.Abandon))),
        (1, Gen.Int[0, 9].Select(which => (Step)new Settle(which, Settlement.DeadLetter))),
        (1, Gen.Int[0, 9].Select(which => (Step)new Settle(which, Settlement.Renew))));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnySteps_BehaveAsTheModel_AndLoseNothing()
    {
        await using var client = new ServiceBusClient(BusAccount.Open(azurite.NewAccount().ConnectionString), Options);
        var queues = 0;

        await Steps.Array[1, 40].SampleAsync(
            async steps =>
            {
                var run = new Run(client, $"queue-{Interlocked.Increment(ref queues)}");
                foreach (var step in steps) await run.DoAsync(step);
                await run.DrainAsync();
            },
            iter: 60,
            threads: 2);
    }

    private enum Settlement
    {
        Complete,
        Abandon,
        DeadLetter,
        Renew,
    }

    private abstract record Step;

    private sealed record Send(string? Id) : Step;

    private sealed record Receive : Step;

    /// <summary>Settles one of the locked messages; settles one once more when none is locked.</summary>
    private sealed record Settle(int Which, Settlement How) : Step;

    /// <summary>A message of the model: its text is unique.</summary>
    private sealed record Sent(string Text, string? Id);

    private sealed class Run(ServiceBusClient client, string queue)
    {
        private readonly ServiceBusSender sender = client.CreateSender(queue);
        private readonly ServiceBusReceiver receiver = client.CreateReceiver(queue);
        private readonly ServiceBusReceiver deadLetters =
            client.CreateReceiver(queue, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });

        // The model.
        private readonly List<Sent> sent = [];
        private readonly HashSet<Sent> waiting = [];
        private readonly HashSet<string> dead = [];
        private readonly Dictionary<string, Sent> owners = [];
        private readonly Dictionary<Sent, int> deliveries = [];
        private readonly List<(ServiceBusReceivedMessage Message, Sent Sent)> locked = [];
        private ServiceBusReceivedMessage? settled;

        public Task DoAsync(Step step) => step switch
        {
            Send send => SendAsync(send.Id),
            Receive => ReceiveAsync(),
            Settle settle => SettleAsync(settle),
            _ => throw new ArgumentOutOfRangeException(nameof(step)),
        };

        /// <summary>In the end, all that was sent and is no duplicate has been delivered.</summary>
        public async Task DrainAsync()
        {
            while (waiting.Count > 0 || locked.Count > 0)
            {
                while (locked.Count > 0) await SettleAsync(new Settle(0, Settlement.Complete));
                await ReceiveAsync();
            }

            Assert.All(sent.Where(message => message.Id is null), message => Assert.Contains(message, deliveries.Keys));
            Assert.All(sent.Where(message => message.Id is not null), message => Assert.Contains(message.Id!, owners.Keys));
        }

        private async Task SendAsync(string? id)
        {
            var message = new Sent(sent.Count.ToString(CultureInfo.InvariantCulture), id);
            var sending = new ServiceBusMessage(message.Text);
            if (id is not null) sending.MessageId = id;
            await sender.SendMessageAsync(sending, Token);
            sent.Add(message);
            waiting.Add(message);
        }

        private async Task ReceiveAsync()
        {
            var received = await receiver.ReceiveMessagesAsync(32, TimeSpan.FromMilliseconds(1), Token);
            foreach (var message in received)
            {
                var known = sent[int.Parse(message.Body.ToString(), CultureInfo.InvariantCulture)];
                if (known.Id is not null) Assert.Equal(known.Id, message.MessageId);
                Assert.True(waiting.Remove(known), $"{known} was not there to receive.");
                if (known.Id is not null && !owners.TryAdd(known.Id, known)) Assert.Equal(owners[known.Id], known);
                deliveries[known] = deliveries.GetValueOrDefault(known) + 1;
                Assert.Equal(deliveries[known], message.DeliveryCount);
                locked.Add((message, known));
            }

            // All that was there was received, or dropped as a duplicate of what was received before.
            Assert.All(waiting, left => Assert.True(left.Id is not null && owners[left.Id] != left, $"{left} was not received."));
            waiting.Clear();
        }

        private async Task SettleAsync(Settle settle)
        {
            if (locked.Count == 0)
            {
                if (settled is null) return;
                var failure = await Assert.ThrowsAsync<ServiceBusException>(() => SettleAsync(settled, settle.How));
                Assert.Equal(ServiceBusFailureReason.MessageLockLost, failure.Reason);
                return;
            }

            var index = settle.Which % locked.Count;
            var (message, known) = locked[index];
            await SettleAsync(message, settle.How);
            if (settle.How == Settlement.Renew) return;
            locked.RemoveAt(index);
            settled = message;
            if (settle.How == Settlement.DeadLetter || (settle.How == Settlement.Abandon && deliveries[known] == MaxDeliveries))
            {
                dead.Add(known.Text);
                var found = await deadLetters.PeekMessagesAsync(32, 0, Token);
                Assert.True(dead.SetEquals(found.Select(one => one.Body.ToString())));
            }
            else if (settle.How == Settlement.Abandon)
            {
                waiting.Add(known);
            }
        }

        private Task SettleAsync(ServiceBusReceivedMessage message, Settlement how) => how switch
        {
            Settlement.Complete => receiver.CompleteMessageAsync(message, Token),
            Settlement.Abandon => receiver.AbandonMessageAsync(message, null, Token),
            Settlement.DeadLetter => receiver.DeadLetterMessageAsync(message, "reason", "description", Token),
            _ => receiver.RenewMessageLockAsync(message, Token),
        };
    }
}
