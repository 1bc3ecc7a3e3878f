using Dfm.LocalRuntime.Tests.Durable;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Dits;

// The lifecycle on this repository's engine, once as it is and once with every turn replayed.
public sealed class DitLifecycleTests(AzuriteFixture azurite) : DitLifecycleBehaviours(LocalHub.On(azurite));

public sealed class ReplayedDitLifecycleTests(AzuriteFixture azurite) : DitLifecycleBehaviours(LocalHub.ReplayingOn(azurite));
