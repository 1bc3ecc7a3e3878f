namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>The base of attributes that mark the parameter that triggers a function.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class TriggerBindingAttribute : BindingAttribute
{
}
