namespace Dfm.Web.Tests.Infrastructure;

// Starting a portal and loading the demo takes longer than most tests: the classes of a collection share one. They run one after the other, and
// leave nothing behind that another of them would meet. Collections run beside each other.

/// <summary>What is asked of DFM: DITs, and the parc that they are about.</summary>
[CollectionDefinition]
public sealed class RequestsPortal : ICollectionFixture<DemoPortal>;

/// <summary>Consumables, from the cart to the delivery; what a Superviseur has to approve.</summary>
[CollectionDefinition]
public sealed class OrdersPortal : ICollectionFixture<DemoPortal>;

/// <summary>Meter readings, invoices and messages to the services.</summary>
[CollectionDefinition]
public sealed class ExchangesPortal : ICollectionFixture<DemoPortal>;

/// <summary>Sign-in, passwords and sessions: each account whose password changes is one test's alone.</summary>
[CollectionDefinition]
public sealed class AccountsPortal : ICollectionFixture<DemoPortal>;

/// <summary>Users and their rights, which change what they see.</summary>
[CollectionDefinition]
public sealed class UsersPortal : ICollectionFixture<DemoPortal>;
