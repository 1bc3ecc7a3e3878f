namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>What all triggers derive from: exactly one parameter of a function carries one.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class TriggerBindingAttribute : BindingAttribute
{
    /// <summary>For derived attributes.</summary>
    public TriggerBindingAttribute()
    {
    }
}
