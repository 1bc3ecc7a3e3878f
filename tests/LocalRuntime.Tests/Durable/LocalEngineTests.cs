using Dfm.LocalRuntime.Tests.Durable.Behaviours;
using Dfm.Testing;

namespace Dfm.LocalRuntime.Tests.Durable;

// The behaviours on this repository's engine: once as it is, with orchestrations that stay in memory while they wait, and once with
// every turn replayed from what is stored. OfficialRuntime.Tests runs them on Microsoft's engine. Whoever waits for timers, waits shorter.
public sealed class EventsOnTheLocalEngine(AzuriteFixture azurite) : EventBehaviours(LocalHub.On(azurite));

public sealed class EventsOnTheReplayingEngine(AzuriteFixture azurite) : EventBehaviours(LocalHub.ReplayingOn(azurite));

public sealed class TimersOnTheLocalEngine(AzuriteFixture azurite) : TimerBehaviours(LocalHub.On(azurite, new FastClock(10)));

public sealed class TimersOnTheReplayingEngine(AzuriteFixture azurite) : TimerBehaviours(LocalHub.ReplayingOn(azurite, new FastClock(10)));

public sealed class FailuresOnTheLocalEngine(AzuriteFixture azurite) : FailureBehaviours(LocalHub.On(azurite));

public sealed class FailuresOnTheReplayingEngine(AzuriteFixture azurite) : FailureBehaviours(LocalHub.ReplayingOn(azurite));

public sealed class RetriesOnTheLocalEngine(AzuriteFixture azurite) : RetryBehaviours(LocalHub.On(azurite, new FastClock(10)));

public sealed class RetriesOnTheReplayingEngine(AzuriteFixture azurite) : RetryBehaviours(LocalHub.ReplayingOn(azurite, new FastClock(10)));

public sealed class SubOrchestrationsOnTheLocalEngine(AzuriteFixture azurite) : SubOrchestrationBehaviours(LocalHub.On(azurite));

public sealed class SubOrchestrationsOnTheReplayingEngine(AzuriteFixture azurite)
    : SubOrchestrationBehaviours(LocalHub.ReplayingOn(azurite));

public sealed class ContinueAsNewOnTheLocalEngine(AzuriteFixture azurite) : ContinueAsNewBehaviours(LocalHub.On(azurite));

public sealed class ContinueAsNewOnTheReplayingEngine(AzuriteFixture azurite) : ContinueAsNewBehaviours(LocalHub.ReplayingOn(azurite));

public sealed class CustomStatusOnTheLocalEngine(AzuriteFixture azurite) : CustomStatusBehaviours(LocalHub.On(azurite));

public sealed class CustomStatusOnTheReplayingEngine(AzuriteFixture azurite) : CustomStatusBehaviours(LocalHub.ReplayingOn(azurite));

public sealed class ReplayOnTheLocalEngine(AzuriteFixture azurite) : ReplayBehaviours(LocalHub.On(azurite));

public sealed class ReplayOnTheReplayingEngine(AzuriteFixture azurite) : ReplayBehaviours(LocalHub.ReplayingOn(azurite));

public sealed class DeterminismOnTheReplayingEngine(AzuriteFixture azurite) : DeterminismBehaviours(LocalHub.ReplayingOn(azurite));

public sealed class PayloadsOnTheLocalEngine(AzuriteFixture azurite) : PayloadBehaviours(LocalHub.On(azurite));

public sealed class PayloadsOnTheReplayingEngine(AzuriteFixture azurite) : PayloadBehaviours(LocalHub.ReplayingOn(azurite));

public sealed class ManagementOnTheLocalEngine(AzuriteFixture azurite) : ManagementBehaviours(LocalHub.On(azurite));

public sealed class ManagementOnTheReplayingEngine(AzuriteFixture azurite) : ManagementBehaviours(LocalHub.ReplayingOn(azurite));
