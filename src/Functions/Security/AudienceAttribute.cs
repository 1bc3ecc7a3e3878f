namespace Dfm.Functions.Security;

/// <summary>Declares who may call the function. A function without it does not start.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AudienceAttribute(Audience audience) : Attribute
{
    public Audience Audience { get; } = audience;

    /// <summary>For <see cref="Audience.Staff"/>: the scope that the API key must have, e.g. <c>dits.read</c>.</summary>
    public string? Scope { get; init; }
}
