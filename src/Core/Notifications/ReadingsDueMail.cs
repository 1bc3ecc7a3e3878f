namespace Dfm.Core.Notifications;

/// <summary>To whoever is responsible: the assets whose readings are due, or late.</summary>
/// <param name="Contract">The contract's number.</param>
/// <param name="Day">The reading date: « mardi 24 novembre 2026 ».</param>
/// <param name="Assets">At most <see cref="ReadingsRecordedMail.MaxLines"/>.</param>
/// <param name="Count">How many assets in all.</param>
public sealed record ReadingsDueMail(string Contract, string Day, bool IsLate, IReadOnlyList<ReadingsDueAsset> Assets, int Count) : IMailModel
{
    /// <inheritdoc/>
    public static string Template => MailTemplate.ReadingsDue;
}

/// <summary>An asset to read.</summary>
/// <param name="LastRead">The day of its last reading; null when there is none.</param>
public sealed record ReadingsDueAsset(string Asset, string Location, string? LastRead);
