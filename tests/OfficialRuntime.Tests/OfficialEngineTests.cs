using Dfm.LocalRuntime.Tests.Durable.Behaviours;

namespace Dfm.OfficialRuntime.Tests;

// What LocalRuntime.Tests expects of this repository's engine, expected of Microsoft's.
public sealed class EventsOnTheOfficialEngine() : EventBehaviours(OfficialHub.StartAsync);
