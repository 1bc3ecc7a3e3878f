namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>The base of attributes that bind a parameter to an input.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class InputBindingAttribute : BindingAttribute
{
}
