namespace Dfm.Functions.Security;

/// <summary>Declares who may call the function. A function without it does not start.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AudienceAttribute(Audience audience) : Attribute
{
    /// <param name="right">For <see cref="Audience.Customer"/>: the part of the portal that the function belongs to.</param>
    public AudienceAttribute(Audience audience, Right right) : this(audience) => Right = right;

    public Audience Audience { get; } = audience;

    /// <summary>The right that the caller must have; null where every signed-in person may call.</summary>
    public Right? Right { get; }

    /// <summary>For <see cref="Audience.Staff"/>: the scope that the API key must have, e.g. <c>dits.read</c>.</summary>
    public string? Scope { get; init; }

    /// <summary>
    /// For <see cref="Audience.Customer"/>: a ticket is accepted in place of an access token. The function asks
    /// <see cref="CallerContext.CallerOf"/>, which holds the ticket against the document that is opened.
    /// </summary>
    public bool AcceptsTicket { get; init; }
}
