using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using Dfm.Core.Meters;
using Dfm.Core.Parc;
using Dfm.Functions.Meters.Responses;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using MiniExcelLibs;
using static Dfm.Functions.Tests.Meters.MeterPortal;

namespace Dfm.Functions.Tests.Meters;

public sealed class MeterImportTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    private MeterPortal portal = null!;

    public async ValueTask InitializeAsync() => portal = await MeterPortal.StartAsync(azurite.NewAccount());

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    public static TheoryData<string, char> Encodings => new(
        from encoding in (string[])["utf-8", "utf-8 with a mark", "utf-16", "windows-1252"]
        from separator in (char[])[';', ',', '\t']
        select (encoding, separator));

    [Theory, MemberData(nameof(Encodings))]
    public async Task Csv_AsSpreadsheetsWriteIt_IsRead(string encoding, char separator)
    {
        var csv = string.Join(
            "\r\n",
            new[] { "Bien;Désignation;Date;Noir;Couleur;Confirmé", $"p1;\"Copieur, 1er étage\";{portal.Day()};4 000;1 900,00;", $"p3;;{portal.Day()};12;;oui" })
            .Replace(';', separator);
        if (separator == ',') csv = csv.Replace("1 900,00", "1 900", StringComparison.Ordinal);

        using var response = await Import(portal.User, Bytes(csv, encoding));

        var report = await response.Read<ReadingImportReport>(HttpStatusCode.OK);
        Assert.Equal(new ReadingCounts(2, 0, 0, 0), report.Counts);
        Assert.Empty(report.Errors);
        var meter = await MeterOf(portal.User, "p1");
        Assert.Equal((4_000, 1_900), (meter.Counters[0].Value, meter.Counters[1].Value));
        Assert.Equal(ReadingSource.Import, meter.LastReading!.Source);
    }

    [Fact]
    public async Task Errors_AreNamedByLineAndCell_AndTheOtherLinesAreTaken()
    {
        var report = await Imported(
            portal.User,
            $"""
            Bien;Date;Noir;Couleur;Commentaire

            p1;{portal.Day()};2999;;
            p3;31/02/2037;12;;
            p3;{portal.Day()};douze;;
            p2;{portal.Day()};12;;
            p1;{portal.Day()};;1600;vu
            p1;;;;
            p1;{portal.Day(1)};"3100;;
            p1;{portal.Day()};;1700;
            """);

        Assert.Equal(
            [
                "3 C3 Noir below-previous", "4 B4 Date bad-cell", "5 C5 Noir bad-cell", "6 A6 Bien asset-not-found",
                "9   bad-cell", "10   repeated",
            ],
            report.Errors.SelectMany(line => line.Cells.Select(cell => $"{line.Line} {cell.Cell} {cell.Column} {cell.Code}")));
        Assert.Equal((new ReadingCounts(1, 0, 0, 6), 1), (report.Counts, report.Skipped));
        Assert.Equal(["Commentaire"], report.IgnoredColumns);
        Assert.Equal(1_600, (await MeterOf(portal.User, "p1")).Counters[1].Value);
    }

    [Fact]
    public async Task ADryRun_ReportsTheSame_AndStoresNothing()
    {
        var csv = $"Bien;Date;Noir\np1;{portal.Day()};4000\np1;{portal.Day(20)};1\np3;{portal.Day()};7";

        var dry = await Imported(portal.User, csv, "?dryRun=true");

        Assert.Equal(3_000, (await MeterOf(portal.User, "p1")).Counters[0].Value);
        var real = await Imported(portal.User, csv);
        Assert.Equal((true, false), (dry.DryRun, real.DryRun));
        Assert.Equal((dry.Counts, dry.Errors.Count), (real.Counts, real.Errors.Count));
        Assert.Equal(4_000, (await MeterOf(portal.User, "p1")).Counters[0].Value);
    }

    [Fact]
    public async Task TheTemplate_IsFilledWithOnesOwnAssets_AndReadBack()
    {
        using var csv = await portal.User.GetAsync(new Uri("/api/meter-readings/template?format=csv", UriKind.Relative), Stop);
        var text = await csv.Content.ReadAsStringAsync(Stop);
        Assert.Contains("p1;Copieur p1;Ricoh", text, StringComparison.Ordinal);
        Assert.DoesNotContain("p2;", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Numérisations", text, StringComparison.Ordinal);
        Assert.Equal(2, (await Imported(portal.User, text)).Skipped);

        using var xlsx = await portal.User.GetAsync(new Uri("/api/meter-readings/template", UriKind.Relative), Stop);
        using var file = new MemoryStream(await xlsx.Content.ReadAsByteArrayAsync(Stop));
        var rows = file.Query(useHeaderRow: true).Cast<IDictionary<string, object?>>().Select(row => new Dictionary<string, object?>(row)).ToList();
        foreach (var row in rows) (row["Date"], row["Noir"]) = (portal.Portal.Clock.GetUtcNow().DateTime.Date, 3_500);
        using var filled = new MemoryStream();
        await filled.SaveAsAsync(rows, cancellationToken: Stop);

        using var response = await Import(portal.User, filled.ToArray());
        Assert.Equal(new ReadingCounts(2, 0, 0, 0), (await response.Read<ReadingImportReport>(HttpStatusCode.OK)).Counts);
    }

    [Theory]
    [InlineData("", HttpStatusCode.BadRequest, "file-unreadable")]
    [InlineData("\n\n;;\n", HttpStatusCode.BadRequest, "file-unreadable")]
    [InlineData("%PDF-1.7", HttpStatusCode.UnsupportedMediaType, "spreadsheet-expected")]
    [InlineData("\0\0\0", HttpStatusCode.UnsupportedMediaType, "spreadsheet-expected")]
    [InlineData("PK\u0003\u0004broken", HttpStatusCode.BadRequest, "file-unreadable")]
    [InlineData("Bien;Noir\np1;1", HttpStatusCode.BadRequest, "columns-missing")]
    [InlineData("Bien;Date;Vert\np1;1;1", HttpStatusCode.BadRequest, "columns-missing")]
    public async Task AFileThatIsNone_IsRefusedAsAWhole(string text, HttpStatusCode status, string code)
    {
        using var refused = await Import(portal.User, Encoding.UTF8.GetBytes(text));

        await refused.IsProblem(status, code);
    }

    [Fact]
    public async Task TooLargeFiles_AreRefused()
    {
        using var long10K = await Import(portal.User, Encoding.UTF8.GetBytes($"Bien;Date;Noir\n{string.Concat(Enumerable.Repeat("p1;01/01/2037;1\n", 10_001))}"));
        await long10K.IsProblem(HttpStatusCode.RequestEntityTooLarge, "too-many-lines");
        using var large = await Import(portal.User, new byte[(5 * 1024 * 1024) + 1]);
        await large.IsProblem(HttpStatusCode.RequestEntityTooLarge, "file-too-large");
        using var bomb = await Import(portal.User, Workbook("<row r=\"1\"><c r=\"A1\"/></row>" + new string(' ', 300_000_000)));
        await bomb.IsProblem(HttpStatusCode.RequestEntityTooLarge, "too-many-lines");
        using var far = await Import(portal.User, Workbook("<row r=\"1048576\"><c r=\"XFD1048576\"/></row>"));
        await far.IsProblem(HttpStatusCode.RequestEntityTooLarge, "too-many-lines");
    }

    /// <summary>5,000 assets, of which every tenth line is wrong: exactly those are reported, cell by cell.</summary>
    [Fact]
    public async Task FiveThousandLines_WithTenPercentBad_ReportExactlyThose_InTenSeconds_AndTwiceChangesNothing()
    {
        const int Lines = 5_000;
        await TwoCustomers.Write(
            portal.Portal,
            [.. Enumerable.Range(0, Lines).Select(number => TwoCustomers.Asset($"m{number:D5}", "c1", "s1", AssetKind.Printing))]);
        var csv = new StringBuilder("Bien;Date;Noir\n");
        for (var number = 0; number < Lines; number++)
        {
            var value = number % 10 == 3 ? "12,5" : (1_000 + number).ToString(CultureInfo.InvariantCulture);
            csv.Append(CultureInfo.InvariantCulture, $"m{number:D5};{portal.Day()};{value}\n");
        }

        var watch = Stopwatch.StartNew();
        var first = await Imported(portal.Supervisor, csv.ToString());
        watch.Stop();
        var again = await Imported(portal.Supervisor, csv.ToString());

        Assert.Equal(new ReadingCounts(4_500, 0, 0, 500), first.Counts);
        Assert.Equal(
            Enumerable.Range(0, 500).Select(tenth => $"C{(tenth * 10) + 5}"), first.Errors.Select(line => Assert.Single(line.Cells).Cell));
        Assert.Equal(new ReadingCounts(0, 4_500, 0, 500), again.Counts);
        Assert.Single(await portal.MailsAbout("readings-", 1));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"It took {watch.Elapsed}.");
    }

    private static byte[] Bytes(string text, string encoding) => encoding switch
    {
        "utf-8 with a mark" => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)],
        "utf-16" => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)],
        "windows-1252" => Windows1252.GetBytes(text),
        _ => Encoding.UTF8.GetBytes(text),
    };

    /// <summary>A workbook whose only sheet has these rows.</summary>
    private static byte[] Workbook(string rows)
    {
        using var empty = new MemoryStream();
        empty.SaveAs(new[] { new Dictionary<string, object> { ["Bien"] = "p1" } });
        using var file = new MemoryStream();
        file.Write(empty.ToArray());
        using (var zip = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true))
        {
            zip.GetEntry("xl/worksheets/sheet1.xml")!.Delete();
            using var sheet = new StreamWriter(zip.CreateEntry("xl/worksheets/sheet1.xml").Open());
            sheet.Write($"<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}</sheetData></worksheet>");
        }

        return file.ToArray();
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
