namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>The base of attributes that bind a parameter to an input.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class InputBindingAttribute : BindingAttribute
{
#pragma warning disable CA1012 // The official constructor is public.
    /// <summary>Makes the attribute.</summary>
    public InputBindingAttribute()
#pragma warning restore CA1012
    {
    }
}
