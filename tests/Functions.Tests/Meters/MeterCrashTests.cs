using System.Globalization;
using System.Net;
using System.Text;
using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Core.Calendar;
using Dfm.Core.Meters;
using Dfm.Core.Parc;
using Dfm.Functions.Meters.Responses;
using Dfm.Functions.Meters.Storage;
using Dfm.Functions.Parc.Storage;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Crashes;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Meters;

/// <summary>
/// The portal is killed while a file is imported that takes two transactions: every reading is stored once, in whichever transaction, and one
/// mail confirms them all.
/// </summary>
[Collection(CrashTests.Collection)]
public sealed class MeterCrashTests(AzuriteFixture azurite) : CrashWalks<string>(azurite)
{
    private const int Assets = 60;
    private const string SigningIn = "sign-in";
    private const string Importing = "import";
    private const string Following = "mail";

    [Fact]
    public async Task Killed_AtAnyMomentOfAnImport_EveryReadingIsThereOnce_AndMailedOnce()
    {
        var killed = await GoesOnWhereItWas();

        if (!IsThorough) return;
        Assert.Contains(killed, kill => kill.Value is { Operation: "Transaction", Resource: TableNames.Meters } && !kill.Key.Before);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, int Moments)> Stages => [(SigningIn, 2), (Importing, int.MaxValue), (Following, 6)];

    /// <inheritdoc/>
    protected override string? CommandStage => Importing;

    /// <inheritdoc/>
    protected override async Task Arrange(TableServiceClient tables, CustomerId customer)
    {
        await new TableMeterSettings(tables).Save([new Counter("mono", "Noir", 1, [])], Stop);
        await new AssetWriter(tables).Write(
            Enumerable.Range(0, Assets).Select(number => TwoCustomers.Asset($"m{number:D2}", customer.Value, "s1", AssetKind.Printing)), null, Stop);
    }

    /// <summary>A customer signs in, imports a file with one bad line, and is told what was taken.</summary>
    /// <returns>The number in the mail's id.</returns>
    protected override async Task<string> Walk(CrashRun run)
    {
        run.Enter(SigningIn);
        await run.SignIn();
        run.Enter(Importing);
        var file = Encoding.UTF8.GetBytes(File());
        var (answer, _) = await run.Ask(() =>
        {
            var request = MeterPortal.Importing(file);
            request.Headers.Add("Idempotency-Key", "once");
            return request;
        });
        var report = await answer.Read<ReadingImportReport>(HttpStatusCode.OK);
        Assert.Equal((Assets, 1), (report.Counts.Accepted + report.Counts.Unchanged, report.Counts.Refused));
        run.Enter(Following);
        string? id = null;
        await Until(async () => (id = (await Mails(run)).FirstOrDefault()?.MailId) is null ? "There is no mail." : null);
        return NumberIn(id!);
    }

    /// <inheritdoc/>
    protected override IEnumerable<string> NumbersOf(string walked) => [walked];

    /// <inheritdoc/>
    protected override async Task<string?> Unrest(CrashRun run, string walked)
    {
        var mails = (await Mails(run)).Select(mail => mail.MailId).Distinct().ToList();
        return mails is [var only] && only == $"readings-{walked}-1"
            ? await LeftBehind(run, TableNames.Meters)
            : $"The mails are {string.Join(", ", mails)}.";
    }

    /// <inheritdoc/>
    protected override async Task Check(CrashRun run, string walked)
    {
        var meters = await new TableMeterStore(run.Tables).All(run.Customer, Stop);
        Assert.Equal(
            Enumerable.Range(0, Assets).Select(number => $"m{number:D2} {100 + number}"),
            meters.OrderBy(meter => meter.Key.Value, StringComparer.Ordinal)
                .Select(meter => $"{meter.Key} {Assert.Single(meter.Value.Readings).Values["mono"]}"));
    }

    private static string File()
    {
        var today = ParisTime.Day(TimeProvider.System.GetUtcNow()).ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
        var lines = Enumerable.Range(0, Assets).Select(number => $"m{number:D2};{today};{100 + number}").Append($"m99;{today};1");
        return string.Join('\n', lines.Prepend("Bien;Date;Noir"));
    }
}
