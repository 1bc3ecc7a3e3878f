using System.Text.Json;
using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Core.Notifications;
using Dfm.Functions.Mail;
using Dfm.Functions.Outbox;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Tests.Races;

/// <summary>Races on what a lifecycle follows: of each kind of pair, the mails too.</summary>
/// <param name="azurite">The storage.</param>
/// <param name="table">Where the aggregates are stored.</param>
/// <param name="kind">Begins the ids of mails about them, e.g. <c>dit</c>.</param>
public abstract class LifecycleRaceTests<TAggregate, TCommand>(AzuriteFixture azurite, string table, string kind)
    : RaceTests<TAggregate, TCommand>(azurite, table)
    where TCommand : notnull
{
    private readonly string table = table;

    [Fact]
    public async Task TheMailsOfTwoCommandsAtOnce_GoOutOnceEach()
    {
        var races = Pairs(repeats: 1).DistinctBy(race => (race.One.GetType(), race.Other.GetType())).ToList();
        await Store(races);
        await StartLifecycles(races);

        var accepted = await RaceAll(races, fault: (_, _) => null);

        var renderer = Portal.Services.GetRequiredService<MailRenderer>();
        var expected = races.SelectMany(race => HistoryOf(race.Aggregate).Mails.Concat(accepted[race].SelectMany(one => one.Mails)))
            .Select(mail => renderer.TryRender(mail, out var rendered, out var refusal)
                ? $"{mail.Id} to {mail.Recipient.Email}: {rendered.Subject}\n{rendered.Text}"
                : throw new InvalidOperationException($"{mail}: {refusal}."))
            .ToList();
        Assert.Equal(expected.Order(StringComparer.Ordinal), await MailsOnceThereAre(expected.Count));
    }

    /// <summary>How an aggregate has come to its state: what the outbox held of it, and which mails that has asked for.</summary>
    private protected abstract (IReadOnlyList<OutboxEffect> Effects, IReadOnlyList<MailMessage> Mails) HistoryOf(TAggregate aggregate);

    private async Task StartLifecycles(IReadOnlyList<Race> races)
    {
        var customer = CustomerId.Parse("C1");
        var commands = races.Select(race => (Id: Guid.NewGuid(), HistoryOf(race.Aggregate).Effects)).ToList();
        var rows = commands.Select(command => OutboxRows.Of(customer.Value, command.Id, command.Effects));
        await ManyRows.Write(Portal.Services.GetRequiredService<TableServiceClient>().GetTableClient(table), rows);
        var queue = Portal.Services.GetRequiredService<OutboxQueue>();
        await Parallel.ForEachAsync(commands, Stop, async (command, _) => await queue.Announce(table, customer.Value, command.Id, announcement: 0));
    }

    /// <summary>The mails about these aggregates, once there are so many or more, and no effect and no message waits.</summary>
    private async Task<IEnumerable<string>> MailsOnceThereAre(int count)
    {
        var mails = new List<string>();
        var outbox = Portal.Services.GetRequiredService<TableServiceClient>().GetTableClient(table);
        await Waiting.UntilNothing(
            async () =>
            {
                // In the order in which things go.
                var rows = await outbox.All("C1", OutboxRows.Prefix, ["RowKey"], Stop).Select(row => row.RowKey).ToListAsync(Stop);
                if (rows.Count > 0) return $"The outbox holds {string.Join(", ", rows)}. {Errors}";
                var queues = await Portal.Client.Get<IReadOnlyList<QueueLength>>("/local/queues?format=json");
                if (queues.FirstOrDefault(queue => !queue.IsDone) is { } left) return $"Messages are left: {left}. {Errors}";
                mails = [.. (await Portal.Client.Get("/local/mails?limit=1000")).EnumerateArray().Select(Shown).OfType<string>()];
                return mails.Count >= count ? null : $"There are {mails.Count} of {count} mails. {Errors}";
            },
            TimeSpan.FromMilliseconds(20));
        return mails.Order(StringComparer.Ordinal);
    }

    private string? Shown(JsonElement mail)
    {
        var id = mail.GetProperty("customArgs").GetProperty("mail_id").GetString()!;
        return id.StartsWith($"{kind}-", StringComparison.Ordinal)
            ? $"{id} to {mail.GetProperty("to")[0]}: {mail.GetProperty("subject")}\n{mail.GetProperty("text")}"
            : null;
    }
}
