using System.Security.Cryptography;
using System.Text;
using Dfm.Core.Meters;
using Dfm.Core.Notifications;
using Dfm.Core.Parc;
using Dfm.Functions.Meters.Storage;

namespace Dfm.Functions.Meters.Reminders;

/// <summary>Reminds of the readings of one customer's contracts that are due or late.</summary>
public sealed class ReadingReminder(
    TableMeterSettings settings, TableMeterStore meters, TableReadingDates dates, IAssetStore assets, IUserStore users, IMailQueue mails)
{
    /// <summary>
    /// Each responsible person gets one mail for each date. Mails have deterministic ids, and a date is removed last: broken off anywhere,
    /// it is done once when it is done again.
    /// </summary>
    public async Task Remind(CustomerId customer, IReadOnlyCollection<ReadingDate> due, CancellationToken cancellationToken)
    {
        var (listing, finding) = (settings.Contracts(customer, cancellationToken), settings.Responsibles(customer, cancellationToken));
        var (supervising, reading) = (users.Supervisors(customer, cancellationToken), meters.All(customer, cancellationToken));
        var parc = await assets.All(customer, AssetKind.Printing, cancellationToken)
            .Where(asset => asset.TakesReadings())
            .ToListAsync(cancellationToken);
        var (contracts, responsibles, supervisors, read) = (await listing, await finding, await supervising, await reading);
        foreach (var date in due)
        {
            // The ERP may have ended the contract since.
            if (contracts.GetValueOrDefault(date.Contract) is { } contract)
            {
                var missing = parc.Where(asset => asset.Contract == contract.Number)
                    .Select(asset => (Asset: asset, LastRead: read.GetValueOrDefault(asset.Id)?.Last?.At))
                    .Where(one => !contract.Counts(one.LastRead, date.Due));
                foreach (var ofPerson in missing.SelectMany(one => Recipients(one.Asset).Select(to => (To: to, one))).GroupBy(pair => pair.To.Email, StringComparer.OrdinalIgnoreCase))
                    await mails.Enqueue(Mail(date, contract, ofPerson.First().To, [.. ofPerson.Select(pair => pair.one)]), cancellationToken);
                await Follow(date, contract, cancellationToken);
            }

            await dates.Remove(date, cancellationToken);
        }

        IEnumerable<MailRecipient> Recipients(Asset asset) => responsibles.For(asset) is { } person
            ? [new MailRecipient(person.Email, person.Name)]
            : supervisors.Select(supervisor => new MailRecipient(supervisor.Email, supervisor.Name));
    }

    private async Task Follow(ReadingDate date, Contract contract, CancellationToken cancellationToken)
    {
        if (date.IsLate) return;
        await dates.Add(date with { IsLate = true, RemindOn = date.Due.AddDays(contract.LateDays) }, cancellationToken);
        await dates.Add(date with { Due = contract.After(date.Due) }, cancellationToken);
    }

    private static MailMessage Mail(
        ReadingDate date, Contract contract, MailRecipient to, IReadOnlyList<(Asset Asset, DateTimeOffset? LastRead)> missing)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{date.Customer}\n{date.Contract}\n{to.Email}")))[..32];
        var id = $"readings-{(date.IsLate ? "late" : "due")}-{date.Due:yyyyMMdd}-{hash}";
        return MeterMails.Due(id, to, contract, date.Due, date.IsLate, missing);
    }
}
