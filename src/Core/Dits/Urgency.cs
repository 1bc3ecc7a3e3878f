using System.Text.Json.Serialization;

namespace Dfm.Core.Dits;

/// <summary>The urgency of a DIT for the customer (« degré d'urgence »).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Urgency>))]
public enum Urgency
{
    /// <summary>« Standard ».</summary>
    Standard,

    /// <summary>« Urgent ».</summary>
    Urgent,

    /// <summary>« Bloquant »: nobody can work.</summary>
    Blocking,
}

/// <summary>Labels of urgencies.</summary>
public static class Urgencies
{
    /// <summary>The French label shown to customers.</summary>
    public static string Label(this Urgency urgency) => urgency switch
    {
        Urgency.Standard => "Standard",
        Urgency.Urgent => "Urgent",
        Urgency.Blocking => "Bloquant",
        _ => throw new ArgumentOutOfRangeException(nameof(urgency), urgency, "An urgency without a label."),
    };
}
