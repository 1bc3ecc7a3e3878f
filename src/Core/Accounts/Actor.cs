using System.Text.Json.Serialization;

namespace Dfm.Core.Accounts;

/// <summary>The party that an actor belongs to.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ActorKind>))]
public enum ActorKind
{
    /// <summary>A person of the customer.</summary>
    Customer,

    /// <summary>DFM's staff.</summary>
    Staff,

    /// <summary>The portal itself, e.g. the automatic closing.</summary>
    Portal,
}

/// <summary>The author of a command.</summary>
/// <param name="Name">As shown in journals.</param>
/// <param name="Email">A customer's address for the confirmation, else null. Never logged.</param>
public sealed record Actor(ActorKind Kind, string Name, string? Email = null)
{
    /// <summary>The actor of automatic commands.</summary>
    public static Actor Portal { get; } = new(ActorKind.Portal, "Portail");

    /// <summary>A customer's person; else null. A name may be another person's too.</summary>
    public UserId? User { get; init; }
}
