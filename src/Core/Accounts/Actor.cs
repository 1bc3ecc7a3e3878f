using System.Text.Json.Serialization;

namespace Dfm.Core.Accounts;

/// <summary>On whose side somebody is.</summary>
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

/// <summary>Who gave a command.</summary>
/// <param name="Kind">On whose side.</param>
/// <param name="Name">The name that journals show.</param>
/// <param name="Email">A customer's address for the confirmation, else null. Never logged.</param>
public sealed record Actor(ActorKind Kind, string Name, string? Email = null)
{
    /// <summary>The portal itself.</summary>
    public static Actor Portal { get; } = new(ActorKind.Portal, "Portail");
}
