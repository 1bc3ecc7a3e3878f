using Dfm.LocalRuntime.Tests.Durable.Behaviours;
using Dfm.Testing;

namespace Dfm.LocalRuntime.Tests.Durable;

// The behaviours on this repository's engine: once as it is, with orchestrations that stay in memory while they wait, and once with
// every turn replayed from what is stored. OfficialRuntime.Tests runs them on Microsoft's engine.
public sealed class EventsOnTheLocalEngine(AzuriteFixture azurite) : EventBehaviours(LocalHub.On(azurite));

public sealed class EventsOnTheReplayingEngine(AzuriteFixture azurite) : EventBehaviours(LocalHub.ReplayingOn(azurite));
