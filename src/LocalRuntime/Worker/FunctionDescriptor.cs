using System.Reflection;

namespace Dfm.LocalRuntime.Worker;

/// <summary>One <c>[Function]</c> method that the runtime found: its name, the method, and the parameter that triggers it.</summary>
/// <param name="Name">The name given by <c>[Function]</c>, unique in the application.</param>
/// <param name="Method">The method to run.</param>
/// <param name="TriggerParameter">The one parameter that carries a trigger attribute.</param>
/// <param name="Trigger">That attribute.</param>
internal sealed record FunctionDescriptor(string Name, MethodInfo Method, ParameterInfo TriggerParameter, Attribute Trigger);
