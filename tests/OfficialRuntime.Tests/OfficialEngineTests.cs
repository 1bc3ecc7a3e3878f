using Dfm.Functions.Tests.Dits;
using Dfm.Functions.Tests.Orders;
using Dfm.LocalRuntime.Tests.Durable.Behaviours;
using Dfm.Testing;

namespace Dfm.OfficialRuntime.Tests;

// What LocalRuntime.Tests expects of this repository's engine, expected of Microsoft's.
public sealed class EventsOnTheOfficialEngine(AzuriteFixture azurite) : EventBehaviours(OfficialHub.On(azurite));

public sealed class TimersOnTheOfficialEngine(AzuriteFixture azurite) : TimerBehaviours(OfficialHub.On(azurite));

public sealed class FailuresOnTheOfficialEngine(AzuriteFixture azurite) : FailureBehaviours(OfficialHub.On(azurite));

public sealed class RetriesOnTheOfficialEngine(AzuriteFixture azurite) : RetryBehaviours(OfficialHub.On(azurite));

public sealed class SubOrchestrationsOnTheOfficialEngine(AzuriteFixture azurite) : SubOrchestrationBehaviours(OfficialHub.On(azurite));

public sealed class ContinueAsNewOnTheOfficialEngine(AzuriteFixture azurite) : ContinueAsNewBehaviours(OfficialHub.On(azurite));

public sealed class CustomStatusOnTheOfficialEngine(AzuriteFixture azurite) : CustomStatusBehaviours(OfficialHub.On(azurite));

public sealed class ReplayOnTheOfficialEngine(AzuriteFixture azurite) : ReplayBehaviours(OfficialHub.On(azurite));

public sealed class DeterminismOnTheOfficialEngine(AzuriteFixture azurite) : DeterminismBehaviours(OfficialHub.On(azurite));

public sealed class PayloadsOnTheOfficialEngine(AzuriteFixture azurite) : PayloadBehaviours(OfficialHub.On(azurite));

public sealed class ManagementOnTheOfficialEngine(AzuriteFixture azurite) : ManagementBehaviours(OfficialHub.On(azurite));

public sealed class DitLifecycleOnTheOfficialEngine(AzuriteFixture azurite) : DitLifecycleBehaviours(OfficialHub.On(azurite));

public sealed class ApprovalLifecycleOnTheOfficialEngine(AzuriteFixture azurite) : ApprovalLifecycleBehaviours(OfficialHub.On(azurite));

public sealed class OrderLifecycleOnTheOfficialEngine(AzuriteFixture azurite) : OrderLifecycleBehaviours(OfficialHub.On(azurite));
