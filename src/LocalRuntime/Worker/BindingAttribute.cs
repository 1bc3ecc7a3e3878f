namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>The base of all binding attributes.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class BindingAttribute : Attribute
{
#pragma warning disable CA1012 // The official constructor is public.
    /// <summary>Makes the attribute.</summary>
    public BindingAttribute()
#pragma warning restore CA1012
    {
    }
}
