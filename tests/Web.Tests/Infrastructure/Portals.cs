using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(Dfm.Web.Tests.Infrastructure.LongestFirst))]

namespace Dfm.Web.Tests.Infrastructure;

// Starting a portal and loading the demo takes longer than most tests: the classes of a collection share one. They run one after the other, and
// leave nothing behind that another of them would meet. Collections run beside each other.

/// <summary>What is asked of DFM: DITs, and the parc that they are about.</summary>
[CollectionDefinition]
public sealed class RequestsPortal : ICollectionFixture<DemoPortal>;

/// <summary>Meter readings, invoices and messages to the services.</summary>
[CollectionDefinition]
public sealed class ExchangesPortal : ICollectionFixture<DemoPortal>;

/// <summary>Consumables, from the cart to the delivery; what a Superviseur has to approve.</summary>
[CollectionDefinition]
public sealed class OrdersPortal : ICollectionFixture<DemoPortal>;

/// <summary>Users and their rights, which change what they see.</summary>
[CollectionDefinition]
public sealed class UsersPortal : ICollectionFixture<DemoPortal>;

/// <summary>Sign-in, passwords and sessions: each account whose password changes is one test's alone.</summary>
[CollectionDefinition]
public sealed class AccountsPortal : ICollectionFixture<DemoPortal>;

/// <summary>The longest collection comes first: begun last, it would go on alone when all others have ended.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly List<string> Order =
        [.. new[] { typeof(RequestsPortal), typeof(ExchangesPortal), typeof(OrdersPortal), typeof(UsersPortal), typeof(AccountsPortal) }.Select(type => type.Name)];

    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => Order.FindIndex(name => collection.TestCollectionDisplayName.Contains(name, StringComparison.Ordinal)))];
}
