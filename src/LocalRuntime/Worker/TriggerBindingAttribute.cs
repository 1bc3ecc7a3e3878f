namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>The base of attributes that mark the parameter that triggers a function.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class TriggerBindingAttribute : BindingAttribute
{
#pragma warning disable CA1012 // The official constructor is public.
    /// <summary>Makes the attribute.</summary>
    public TriggerBindingAttribute()
#pragma warning restore CA1012
    {
    }
}
