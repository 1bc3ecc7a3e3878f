using System.Text.Json.Serialization;

namespace Dfm.Core.Accounts;

/// <summary>A part of the portal that a Superviseur opens to an Utilisateur. Superviseurs have all of them.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Right>))]
public enum Right
{
    /// <summary>DITs: to raise, follow and cancel them (manual, chapters 2 to 4).</summary>
    Dits,

    /// <summary>Consumables and their orders (manual, chapter 5).</summary>
    Orders,

    /// <summary>Meter readings (manual, chapter 6).</summary>
    Readings,

    /// <summary>The customer's invoices, of all its sites (manual, chapter 7).</summary>
    Invoices,

    /// <summary>Messages to DFM's services (manual, chapter 8).</summary>
    Contact,
}
