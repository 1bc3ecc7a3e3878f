namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>What all inputs beside the trigger derive from.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class InputBindingAttribute : BindingAttribute
{
    /// <summary>For derived attributes.</summary>
    public InputBindingAttribute()
    {
    }
}
