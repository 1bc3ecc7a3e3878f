using Azure.Data.Tables;
using Dfm.Core;
using Dfm.Core.Accounts;
using Dfm.Core.Aggregates;
using Dfm.Core.Attachments;
using Dfm.Core.Dits;
using Dfm.Core.Notifications;
using Dfm.Core.Parc;
using Dfm.Core.Tests.Dits;
using Dfm.Functions.Dits.Commands;
using Dfm.Functions.Dits.Lifecycle;
using Dfm.Functions.Dits.Storage;
using Dfm.Functions.Outbox;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Dits;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Tests.Races;

/// <summary>Two commands on one DIT at the same instant.</summary>
public sealed class DitRaceTests(AzuriteFixture azurite) : LifecycleRaceTests<Dit, DitCommand>(azurite, TableNames.Dits, "dit")
{
    private DateTimeOffset Now => Portal.Clock.GetUtcNow();

    /// <inheritdoc/>
    protected override IEnumerable<Dit> InEachState(long number) => Enum.GetValues<DitState>().Select(state => Way(state, number)[^1].Dit);

    /// <inheritdoc/>
    protected override IReadOnlyList<DitCommand> CommandsOf(Side side)
    {
        ArgumentNullException.ThrowIfNull(side);
        var (person, desk, name) = (side.Author, side.Desk, side.Desk.Name);
        return
        [
            new CancelByCustomer(Now, person, $"Annulée par {person.Name}."),
            new PlanVisit(Now, desk, new Visit(Now.AddDays(name.Length), $"Technicien de {name}"), $"Planifiée par {name}."),
            new StartWork(Now, desk),
            new FinishWork(
                Now, desk, $"Terminée par {name}.", DitPolicy.Default.ClosesAt(Now)),
            new LeaveUnfinished(Now, desk, $"Pièce commandée par {name}."),
            new Reopen(Now, desk, $"Reprise par {name}."),
            new Close(Now, desk),
            new CloseAfterDelay(Now, Sequence: 4),
            new Withdraw(Now, desk, $"Retirée par {name}."),
            new AddMessage(Now, person, $"Message de {person.Name}."),
            new AddMessage(Now, desk, $"Message de {name}."),
            new AddAttachments(
                Now, person, [new Attachment("", $"{side.Person.User}.png", "image/png", Samples.Png.Length, Now, person.Name) { AddedByUser = person.User }]),
        ];
    }

    /// <inheritdoc/>
    protected override Result<Accepted> Decide(Dit aggregate, DitCommand command) =>
        DitDecisions.Decide(aggregate, command).Match<Result<Accepted>>(
            change => new Accepted(
                change.Dit,
                RowJson.Text(change.Entry),
                command is CloseAfterDelay ? "" : Version(change.Dit.Version),
                MailsOf(aggregate, change)),
            problem => problem);

    /// <inheritdoc/>
    protected override string Refused(DitCommand command, Problem problem) =>
        command is CloseAfterDelay ? "" : base.Refused(command, problem);

    /// <inheritdoc/>
    protected override Task Store(IReadOnlyList<Dit> aggregates) => ManyRows.Write(
        Portal.Services.GetRequiredService<TableServiceClient>(),
        TableDitStore.Schema,
        TableNames.DitQueues,
        [.. aggregates.Select(dit => (IChange<Dit, DitEntry>)Way(dit.State, dit.Number.Sequence)[^1])]);

    /// <inheritdoc/>
    protected override string RowKey(long number) => TableDitStore.Schema.RootKey(number);

    /// <inheritdoc/>
    protected override Task<string> Give(Dit aggregate, DitCommand command)
    {
        ArgumentNullException.ThrowIfNull(aggregate);
        ArgumentNullException.ThrowIfNull(command);
        if (command is CloseAfterDelay close) return RunOut(aggregate, close);
        var (number, side) = (aggregate.Number, Sides.Single(side => command.By == side.Author || command.By == side.Desk));
        return command switch
        {
            CancelByCustomer cancel => Post(side.Customer, $"dits/{number}/cancel", new { comment = cancel.Comment }),
            AddMessage { By.Kind: ActorKind.Customer } message => Post(side.Customer, $"dits/{number}/messages", new { text = message.Text }),
            AddMessage message => Post(side.Staff, $"backoffice/dits/{number}/messages", new { text = message.Text }),
            AddAttachments added => Attach(side.Customer, number, added.Attachments),
            PlanVisit plan => Move(new
            {
                action = "Plan",
                plannedFor = plan.Visit.PlannedFor,
                technician = plan.Visit.Technician,
                comment = plan.Comment,
            }),
            StartWork => Move(new { action = "Start" }),
            FinishWork finish => Move(new { action = "Finish", comment = finish.Report }),
            LeaveUnfinished leave => Move(new { action = "LeaveUnfinished", comment = leave.Reason }),
            Reopen reopen => Move(new { action = "Reopen", comment = reopen.Reason }),
            Close => Move(new { action = "Close" }),
            Withdraw withdraw => Move(new { action = "Cancel", comment = withdraw.Reason }),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command, "A command that nobody can give."),
        };

        Task<string> Move(object transition) => Post(side.Staff, $"backoffice/dits/{number}/transitions", transition);
    }

    /// <inheritdoc/>
    protected override async Task<(Dit Stands, IEnumerable<string> Lines)> Read(Dit stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        var found = await Portal.Services.GetRequiredService<IDitStore>().FindWithJournal(stored.Customer, stored.Number, Stop);
        return (found!.Stored.Value, found.Journal.Where(entry => entry.Version > stored.Version).Select(RowJson.Text));
    }

    /// <inheritdoc/>
    protected override string Text(Dit aggregate)
    {
        ArgumentNullException.ThrowIfNull(aggregate);
        // The portal gives files their ids.
        return RowJson.Text(aggregate with { Attachments = [.. aggregate.Attachments.Select(file => file with { Id = "" })] });
    }

    /// <inheritdoc/>
    private protected override (IReadOnlyList<OutboxEffect> Effects, IReadOnlyList<MailMessage> Mails) HistoryOf(Dit aggregate)
    {
        var way = Way(aggregate.State, aggregate.Number.Sequence);
        return (
            [DitEffects.Start(way[0].Dit), .. way.Skip(1).Select(change => DitEffects.Of(change, [])!)],
            [.. way.SelectMany((change, step) => MailsOf(step == 0 ? null : way[step - 1].Dit, change))]);
    }

    private static IReadOnlyList<MailMessage> MailsOf(Dit? before, DitChange change)
    {
        if (change.Transition is not { } transition) return [];
        var begun = DitLifecycleState.Begin(Way(DitState.AwaitingPlanning, change.Dit.Number.Sequence)[0].Dit);
        return DitMails.For(before is null ? begun : (begun with { VisitSince = VisitSince(before) }).After(transition));
    }

    /// <summary>The sequence of the transition that has planned the visit to come: the first after « Raised », or the last one.</summary>
    private static int? VisitSince(Dit dit) => dit.State is not DitState.Planned ? null : dit.Transitions <= 3 ? 2 : dit.Transitions;

    /// <summary>The way of a DIT on an asset of its own, so that races of others do not disturb it.</summary>
    private static IReadOnlyList<DitChange> Way(DitState state, long number)
    {
        var raised = SampleDits.Raised();
        var subject = raised.Dit.Subject with { Asset = AssetId.Parse($"A{number}") };
        return SampleDits.WayTo(state, raised with { Dit = raised.Dit with { Number = DitNumber.Of(number), Subject = subject } });
    }

    /// <summary>Its delay runs out: the lifecycle's activity gets no answer that says whether somebody was faster.</summary>
    private async Task<string> RunOut(Dit dit, CloseAfterDelay close)
    {
        var activity = ActivatorUtilities.CreateInstance<CloseAutomatically>(Portal.Services);
        await activity.Run(new CloseAutomaticallyInput(dit.Customer, dit.Number, close.Sequence), Stop);
        return "";
    }

    private static async Task<string> Attach(HttpClient client, DitNumber number, IEnumerable<Attachment> files)
    {
        using var form = new MultipartFormDataContent();
        foreach (var file in files) form.Add(new ByteArrayContent(Samples.Png), "files", file.Name);
        using var answer = await client.PostAsync(new Uri($"/api/dits/{number}/attachments", UriKind.Relative), form, Stop);
        return await Answer(answer);
    }
}
