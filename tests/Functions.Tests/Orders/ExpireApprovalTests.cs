using Azure.Data.Tables;
using Dfm.Core;
using Dfm.Core.Accounts;
using Dfm.Core.Orders;
using Dfm.Functions.Lifecycles;
using Dfm.Functions.Orders;
using Dfm.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dfm.Functions.Tests.Orders;

/// <summary>An approval that cannot be written is not forgotten: the activity fails, and the orchestration tries it again.</summary>
public sealed class ExpireApprovalTests(AzuriteFixture azurite)
{
    private static readonly ExpireApprovalInput Input = new(CustomerId.Parse("c1"), ApprovalNumber.Of(42));

    [Fact]
    public async Task WhileOthersWriteAllTheTime_ItFails()
    {
        var store = new ContestedStore(ApprovalState.Pending);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Expire(store));

        Assert.Equal(10, store.Tries);
    }

    [Theory]
    [InlineData(ApprovalState.Approved)]
    [InlineData(ApprovalState.Refused)]
    [InlineData(ApprovalState.Expired)]
    public async Task WhatIsDecided_StaysAsItIs(ApprovalState state)
    {
        var store = new ContestedStore(state);

        await Expire(store);

        Assert.Equal(0, store.Tries);
    }

    private Task Expire(IApprovalStore store)
    {
        var tables = new TableServiceClient(azurite.NewAccount().ConnectionString);
        var outbox = new Outbox(tables, NullLogger<Outbox>.Instance);
        var activity = new ExpireApproval(new ApprovalDesk(store, new EmptyCarts(), outbox), TimeProvider.System);
        // Nothing is stored, so that nobody is told: the client is not looked at.
        return activity.Run(Input, null!, TestContext.Current.CancellationToken);
    }

    /// <summary>Holds one approval, which somebody else changes whenever it is to be stored.</summary>
    private sealed class ContestedStore(ApprovalState state) : IApprovalStore
    {
        public int Tries { get; private set; }

        public Task<Stored<Approval>?> Find(CustomerId customer, ApprovalNumber number, CancellationToken cancellationToken)
        {
            var by = new Person(UserId.Parse("paul"), "Paul", "paul@example.com");
            var approval = ApprovalDecisions.Submit(number, customer, [], by, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);
            return Task.FromResult<Stored<Approval>?>(new(approval with { State = state }, $"{Tries}"));
        }

        public Task<SaveOutcome> Save(Stored<Approval> current, ApprovalChange change, Cart? cart, CancellationToken cancellationToken)
        {
            Tries++;
            return Task.FromResult(SaveOutcome.Changed);
        }

        public Task<SaveOutcome> Submit(Approval submitted, Cart left, FirstAnswer? answer, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<Page<ApprovalSummary>> List(
            CustomerId customer, UserId? requestedBy, ApprovalState? state, long? before, int limit, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }

    private sealed class EmptyCarts : ICartStore
    {
        public Task<Cart> Read(CustomerId customer, UserId user, CancellationToken cancellationToken) => Task.FromResult(new Cart([], null));

        public Cart? Recall(CustomerId customer, UserId user) => null;

        public Task<bool> Save(CustomerId customer, UserId user, Cart cart, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
