using Dfm.LocalRuntime.Tests.Durable;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Orders;

// The lifecycle on this repository's engine, once as it is and once with every turn replayed.
public sealed class OrderLifecycleTests(AzuriteFixture azurite) : OrderLifecycleBehaviours(LocalHub.On(azurite));

public sealed class ReplayedOrderLifecycleTests(AzuriteFixture azurite) : OrderLifecycleBehaviours(LocalHub.ReplayingOn(azurite));
