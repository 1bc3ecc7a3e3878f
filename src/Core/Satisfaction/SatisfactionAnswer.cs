using Dfm.Core.Accounts;
using Dfm.Core.Dits;

namespace Dfm.Core.Satisfaction;

/// <summary>What a customer's person thought of an intervention. It never changes, and names nobody.</summary>
/// <param name="Comment">With line breaks; null when there is none.</param>
public sealed record SatisfactionAnswer(
    DitNumber Dit, CustomerId Customer, SatisfactionScore Score, string? Comment, DateTimeOffset AnsweredAt)
{
    /// <summary>The maximum length of a comment, in UTF-16 units.</summary>
    public const int MaxComment = 2000;

    /// <summary>Whether the person has said the same before: then nothing is to be stored.</summary>
    public bool SaysAs(SatisfactionAnswer before)
    {
        ArgumentNullException.ThrowIfNull(before);
        return (Score, Comment) == (before.Score, before.Comment);
    }
}

/// <summary>The form, not validated; null for missing fields.</summary>
public sealed record SatisfactionForm(string? Score, string? Comment)
{
    /// <summary>Validates both fields at once.</summary>
    public Result<(SatisfactionScore Score, string? Comment)> Parse()
    {
        var check = new FieldChecks();
        var score = check.Choice<SatisfactionScore>("score", Score, "Choisissez une réponse.");
        var comment = check.OptionalText("comment", Comment, SatisfactionAnswer.MaxComment);
        return check.ResultOf((score, comment));
    }
}
