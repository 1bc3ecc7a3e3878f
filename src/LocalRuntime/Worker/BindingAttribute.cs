namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>The base of all binding attributes.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class BindingAttribute : Attribute
{
}
