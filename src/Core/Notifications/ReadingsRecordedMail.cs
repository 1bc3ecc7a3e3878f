namespace Dfm.Core.Notifications;

/// <summary>To the customer: which of the entered readings were taken, and which not (manual, chapter 6).</summary>
/// <param name="Taken">At most <see cref="MaxLines"/>.</param>
/// <param name="TakenCount">How many were taken in all.</param>
/// <param name="NotTaken">At most <see cref="MaxLines"/>.</param>
/// <param name="NotTakenCount">How many were not, in all.</param>
public sealed record ReadingsRecordedMail(
    DateTimeOffset EnteredAt,
    IReadOnlyList<ReadingsRecordedLine> Taken,
    int TakenCount,
    IReadOnlyList<ReadingsRecordedLine> NotTaken,
    int NotTakenCount) : IMailModel
{
    /// <summary>The number of lines that a mail lists of each kind; a message on the queue holds 256 KB.</summary>
    public const int MaxLines = 200;

    /// <inheritdoc/>
    public static string Template => MailTemplate.ReadingsRecorded;
}

/// <summary>A reading in a mail.</summary>
/// <param name="Asset">« Copieur Ricoh IM C3010 (3129RC10482), Accueil »; the id as it was written where there is no such asset.</param>
/// <param name="Day">« mardi 24 novembre 2026 »; null where the line said none.</param>
/// <param name="Content">« Noir 1 234, Couleur 56 » for what was taken, the reasons for what was not.</param>
public sealed record ReadingsRecordedLine(string Asset, string? Day, string Content);
