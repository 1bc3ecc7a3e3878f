using Azure.Data.Tables;
using Dfm.Core;
using Dfm.Core.Accounts;
using Dfm.Core.Approvals;
using Dfm.Core.Carts;
using Dfm.Core.Notifications;
using Dfm.Core.Orders;
using Dfm.Core.Tests.Approvals;
using Dfm.Functions.Approvals.Commands;
using Dfm.Functions.Approvals.Lifecycle;
using Dfm.Functions.Approvals.Storage;
using Dfm.Functions.Outbox;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Tests.Races;

/// <summary>Two commands on one cart that waits for approval, at the same instant: two Superviseurs', or one's and the clock's.</summary>
public sealed class ApprovalRaceTests(AzuriteFixture azurite) : LifecycleRaceTests<Approval, ApprovalCommand>(azurite, TableNames.Orders, "approval")
{
    private static readonly CustomerId Customer = CustomerId.Parse("C1");

    private DateTimeOffset Now => Portal.Clock.GetUtcNow();

    private TableServiceClient Tables => Portal.Services.GetRequiredService<TableServiceClient>();

    /// <inheritdoc/>
    protected override IEnumerable<Approval> InEachState(long number) => Enum.GetValues<ApprovalState>().Select(state =>
        SampleApprovals.In(state) with
        {
            Number = ApprovalNumber.Of(number),
            // What is given back goes into a cart of its own.
            RequestedBy = SampleApprovals.Paul with { User = UserId.Parse($"paul{number}") },
        });

    /// <inheritdoc/>
    protected override IReadOnlyList<ApprovalCommand> CommandsOf(Side side)
    {
        ArgumentNullException.ThrowIfNull(side);
        var (name, user) = (side.Person.Name, side.Person.User);
        return
        [
            SampleApprovals.Approve() with { At = Now, By = name, User = user },
            new Refuse(Now, name, $"Refusée par {name}.") { User = user },
            new Expire(Now),
        ];
    }

    /// <inheritdoc/>
    protected override Result<Accepted> Decide(Approval aggregate, ApprovalCommand command) =>
        ApprovalDecisions.Decide(aggregate, command).Match<Result<Accepted>>(
            change => new Accepted(
                change.Approval,
                RowJson.Text(ApprovalEntry.LastOf(change.Approval)),
                command is Expire ? "" : Version(change.Approval.Version),
                ApprovalMails.Ended(change.Approval, change.Approval.Ruling!)),
            problem => problem);

    /// <inheritdoc/>
    protected override string Refused(ApprovalCommand command, Problem problem) => command is Expire ? "" : base.Refused(command, problem);

    /// <inheritdoc/>
    protected override Task Store(IReadOnlyList<Approval> aggregates)
    {
        var rows = aggregates.SelectMany(approval => ManyRows.Of(TableApprovalStore.Schema, new ApprovalChange(approval, [], [])));
        return ManyRows.Write(Tables.GetTableClient(TableNames.Orders), rows);
    }

    /// <inheritdoc/>
    protected override string RowKey(long number) => TableApprovalStore.Schema.RootKey(number);

    /// <inheritdoc/>
    protected override async Task<string> Give(Approval aggregate, ApprovalCommand command)
    {
        ArgumentNullException.ThrowIfNull(aggregate);
        var route = $"approvals/{aggregate.Number}";
        return command switch
        {
            Approve approve => await Post(ClientOf(approve.By), $"{route}/approve", new { }),
            Refuse refuse => await Post(ClientOf(refuse.By), $"{route}/refuse", new { reason = refuse.Reason }),
            Expire => await RunOut(aggregate),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command, "A command that nobody can give."),
        };

        HttpClient ClientOf(string name) => Sides.Single(side => side.Person.Name == name).Customer;
    }

    /// <inheritdoc/>
    protected override async Task<(Approval Stands, IEnumerable<string> Lines)> Read(Approval stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        var stands = (await Portal.Services.GetRequiredService<IApprovalStore>().Find(Customer, stored.Number, Stop))!.Value;
        var journal = await Tables.GetTableClient(TableNames.Orders)
            .All(Customer.Value, TableApprovalStore.Schema.JournalOf(stored.Number.Sequence), [RowJson.Data], Stop)
            .Select(row => row.Read<ApprovalEntry>(RowJson.Data))
            .ToListAsync(Stop);
        var cart = await Portal.Services.GetRequiredService<ICartStore>().Read(Customer, stored.RequestedBy.User, Stop);
        Assert.Equal(stands.State is ApprovalState.Refused or ApprovalState.Expired ? stored.Items.Count : 0, cart.Items.Count);
        foreach (var order in stands.Orders)
            Assert.NotNull(await Portal.Services.GetRequiredService<IOrderStore>().Find(Customer, order, Stop));
        return (stands, journal.Where(entry => entry.Version > stored.Version).Select(RowJson.Text));
    }

    /// <inheritdoc/>
    protected override string Text(Approval aggregate)
    {
        ArgumentNullException.ThrowIfNull(aggregate);
        // The portal gives the orders their numbers.
        return RowJson.Text(aggregate with { Orders = [.. aggregate.Orders.Select((_, n) => OrderNumber.Of(1 + n))] });
    }

    /// <inheritdoc/>
    private protected override (IReadOnlyList<OutboxEffect> Effects, IReadOnlyList<MailMessage> Mails) HistoryOf(Approval aggregate) =>
        ([ApprovalEffects.Start(aggregate)], [ApprovalMails.Submitted(aggregate)]);

    /// <summary>Its time runs out: the lifecycle's activity gets no answer that says whether somebody was faster.</summary>
    private async Task<string> RunOut(Approval approval)
    {
        var expire = ActivatorUtilities.CreateInstance<ExpireApproval>(Portal.Services);
        await expire.Run(new ExpireApprovalInput(Customer, approval.Number), Stop);
        return "";
    }
}
