using Dfm.Core.Accounts;
using Dfm.Core.Notifications;
using Dfm.Core.Parc;

namespace Dfm.Core.Meters;

/// <summary>The mails of chapter 6. Their ids are deterministic, so enqueueing is idempotent.</summary>
public static class MeterMails
{
    /// <summary>To the author of readings: what was taken, and what was not.</summary>
    /// <param name="id">The mail's id.</param>
    /// <param name="results">In the order of the lines.</param>
    /// <param name="counters">All counters that there are.</param>
    public static MailMessage Recorded(
        string id, Person by, DateTimeOffset enteredAt, IEnumerable<ReadingResult> results, IReadOnlyList<Counter> counters)
    {
        ArgumentNullException.ThrowIfNull(by);
        var lines = results.ToLookup(result => result.IsTaken);
        var (taken, notTaken) = (lines[true].ToList(), lines[false].ToList());
        var model = new ReadingsRecordedMail(
            enteredAt,
            [.. taken.Take(ReadingsRecordedMail.MaxLines).Select(result => Line(result, Values(result.Line, counters)))],
            taken.Count,
            [.. notTaken.Take(ReadingsRecordedMail.MaxLines).Select(result => Line(result, Reasons(result, counters)))],
            notTaken.Count);
        return MailMessage.Create(id, new MailRecipient(by.Email, by.Name), model);
    }

    /// <summary>To whoever is responsible: the assets whose readings are due, or late.</summary>
    /// <param name="id">The mail's id.</param>
    /// <param name="assets">With the instant of each one's last reading.</param>
    public static MailMessage Due(
        string id,
        MailRecipient to,
        Contract contract,
        DateOnly due,
        bool isLate,
        IReadOnlyList<(Asset Asset, DateTimeOffset? LastRead)> assets)
    {
        ArgumentNullException.ThrowIfNull(contract);
        ArgumentNullException.ThrowIfNull(assets);
        var shown = assets.Take(ReadingsRecordedMail.MaxLines).Select(one => new ReadingsDueAsset(
            Name(one.Asset), $"{one.Asset.SiteName}, {one.Asset.Location}", one.LastRead is { } at ? FrenchText.Day(at) : null));
        return MailMessage.Create(
            id, to, new ReadingsDueMail(contract.Number, FrenchText.Day(due), isLate, [.. shown], assets.Count));
    }

    private static ReadingsRecordedLine Line(ReadingResult result, string content) => new(
        result.Asset is { } asset ? $"{Name(asset)}, {asset.Location}" : ReadingLine.Shown(result.Line.Asset),
        result.Line.At is { } at ? FrenchText.Day(at) : null,
        content);

    private static string Name(Asset asset) => $"{asset.Make} {asset.Model} ({asset.SerialNumber})";

    private static string Values(ReadingLine line, IReadOnlyList<Counter> counters) => string.Join(
        ", ", line.Values.Select(value => $"{LabelOf(value.Key, counters)} {FrenchText.Count(value.Value)}"));

    private static string Reasons(ReadingResult result, IReadOnlyList<Counter> counters) => string.Join(
        " ", result.Remarks.Select(remark => remark.Counter is { } code ? $"{LabelOf(code, counters)} : {remark.Message}" : remark.Message));

    private static string LabelOf(string code, IReadOnlyList<Counter> counters) =>
        counters.FirstOrDefault(counter => counter.Code == code)?.Label ?? code;
}
