using Dfm.LocalRuntime.Tests.Durable;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Orders;

// The lifecycle on this repository's engine, once as it is and once with every turn replayed.
public sealed class ApprovalLifecycleTests(AzuriteFixture azurite) : ApprovalLifecycleBehaviours(LocalHub.On(azurite));

public sealed class ReplayedApprovalLifecycleTests(AzuriteFixture azurite) : ApprovalLifecycleBehaviours(LocalHub.ReplayingOn(azurite));
