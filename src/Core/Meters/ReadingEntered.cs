using System.Security.Cryptography;
using System.Text;
using Dfm.Core.Accounts;
using Dfm.Core.Parc;
using Dfm.Core.Webhooks;

namespace Dfm.Core.Meters;

/// <summary>What webhooks are told of a reading.</summary>
/// <param name="At">When the counters were read.</param>
/// <param name="Values">By the code of the counter: those that were entered, of which a correction may change one.</param>
/// <param name="Replaced">The counters that were replaced before it.</param>
public sealed record ReadingEntered(
    AssetId Asset,
    string Designation,
    string SerialNumber,
    SiteId Site,
    string SiteName,
    string Location,
    DateTimeOffset At,
    DateTimeOffset EnteredAt,
    ReadingSource Source,
    string SourceLabel,
    IReadOnlyDictionary<string, long> Values,
    IReadOnlyList<string> Replaced)
{
    /// <summary>The event of a line that was entered; null for one that has changed nothing.</summary>
    public static WebhookEvent? Of(ReadingResult result, ReadingSource source, DateTimeOffset enteredAt)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result is not { Outcome: ReadingOutcome.Accepted, Asset: { } asset, Line: { At: { } at } line }) return null;
        var data = new ReadingEntered(
            asset.Id,
            asset.Designation,
            asset.SerialNumber,
            asset.Site,
            asset.SiteName,
            asset.Location,
            at,
            enteredAt,
            source,
            source.Label(),
            line.Values,
            line.Replaced);
        return WebhookEvent.Create(IdOf(asset, data), WebhookEventType.ReadingEntered, enteredAt, asset.Customer, data);
    }

    /// <summary>Of what was entered, when: a correction is an event of its own, also one that brings an earlier value back.</summary>
    private static string IdOf(Asset asset, ReadingEntered entered)
    {
        var values = string.Join(' ', entered.Values.OrderBy(value => value.Key, StringComparer.Ordinal).Select(value => $"{value.Key}={value.Value}"));
        var text = FormattableString.Invariant($"{asset.Customer}\n{asset.Id}\n{entered.At.UtcTicks}\n{entered.EnteredAt.UtcTicks}\n{values}");
        return $"reading-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32]}";
    }
}
