using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Core.Approvals;
using Dfm.Core.Tests.Approvals;
using Dfm.Functions.Approvals.Lifecycle;
using Dfm.Functions.Approvals.Storage;
using Dfm.Functions.Commands;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Tests.Approvals;

/// <summary>An approval that cannot be written is not forgotten: the activity fails, and the orchestration tries it again.</summary>
public sealed class ExpireApprovalTests(AzuriteFixture azurite)
{
    private static readonly CustomerId Customer = CustomerId.Parse("C1");

    [Fact]
    public async Task WhileOthersWriteAllTheTime_ItFails_AndExpiresLater()
    {
        var account = azurite.NewAccount();
        await using var proxy = await StorageProxy.StartAsync(account);
        await using var portal = await InProcessPortal.StartAsync(proxy.Account);
        var table = new TableClient(account.ConnectionString, TableNames.Orders);
        var approval = await Store(table, ApprovalState.Pending);
        var row = TableApprovalStore.Schema.RootKey(approval.Number.Sequence);
        proxy.BeforeForwarding = request => request is { Resource: TableNames.Orders, Operation: "Transaction" }
            ? table.UpsertEntityAsync(new TableEntity(Customer.Value, row) { ["Changed"] = Guid.NewGuid() }, TableUpdateMode.Merge)
            : Task.CompletedTask;

        await Assert.ThrowsAsync<CommandConflictException>(() => Expire(portal, approval));
        Assert.Equal(ApprovalState.Pending, await StateOf(portal, approval));

        proxy.BeforeForwarding = null;
        await Expire(portal, approval);
        Assert.Equal(ApprovalState.Expired, await StateOf(portal, approval));
    }

    [Theory]
    [InlineData(ApprovalState.Approved)]
    [InlineData(ApprovalState.Refused)]
    [InlineData(ApprovalState.Expired)]
    public async Task WhatIsDecided_StaysAsItIs(ApprovalState state)
    {
        var account = azurite.NewAccount();
        await using var portal = await InProcessPortal.StartAsync(account);
        var approval = await Store(new TableClient(account.ConnectionString, TableNames.Orders), state);

        await Expire(portal, approval);

        Assert.Equal(state, await StateOf(portal, approval));
    }

    private static async Task<Approval> Store(TableClient table, ApprovalState state)
    {
        var approval = SampleApprovals.In(state);
        await ManyRows.Write(table, ManyRows.Of(TableApprovalStore.Schema, new ApprovalChange(approval, [], [])));
        return approval;
    }

    private static Task Expire(InProcessPortal portal, Approval approval) =>
        ActivatorUtilities.CreateInstance<ExpireApproval>(portal.Services).Run(new(Customer, approval.Number), Stop);

    private static async Task<ApprovalState> StateOf(InProcessPortal portal, Approval approval) =>
        (await portal.Services.GetRequiredService<IApprovalStore>().Find(Customer, approval.Number, Stop))!.Value.State;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
