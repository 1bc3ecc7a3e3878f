using System.Text.Json.Serialization;

namespace Dfm.Core.Satisfaction;

/// <summary>The answers to « Êtes-vous satisfait de cette intervention ? », the best first.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SatisfactionScore>))]
public enum SatisfactionScore
{
    /// <summary>« Très satisfait ».</summary>
    VerySatisfied,

    /// <summary>« Satisfait ».</summary>
    Satisfied,

    /// <summary>« Ni satisfait ni insatisfait ».</summary>
    Neutral,

    /// <summary>« Insatisfait ».</summary>
    Dissatisfied,

    /// <summary>« Très insatisfait ».</summary>
    VeryDissatisfied,
}

/// <summary>What the answers are called, and what they count.</summary>
public static class SatisfactionScores
{
    /// <summary>All of them, the best first.</summary>
    public static IReadOnlyList<SatisfactionScore> All { get; } = Enum.GetValues<SatisfactionScore>();

    /// <summary>The French label shown to customers.</summary>
    public static string Label(this SatisfactionScore score) => score switch
    {
        SatisfactionScore.VerySatisfied => "Très satisfait",
        SatisfactionScore.Satisfied => "Satisfait",
        SatisfactionScore.Neutral => "Ni satisfait ni insatisfait",
        SatisfactionScore.Dissatisfied => "Insatisfait",
        SatisfactionScore.VeryDissatisfied => "Très insatisfait",
        _ => throw new ArgumentOutOfRangeException(nameof(score), score, "An answer without a label."),
    };

    /// <summary>What it counts in an average: 5 for the best, 1 for the worst.</summary>
    public static int Points(this SatisfactionScore score) => All.Count - (int)score;
}
