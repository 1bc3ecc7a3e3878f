using System.Globalization;
using System.IO.Compression;
using Azure.Storage.Blobs;
using Dfm.Core.Accounts;
using Dfm.Functions.Accounts.Storage;
using Dfm.Functions.Security;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Tests.Invoices;

/// <summary>A large ZIP is made while it is sent, by a process of its own.</summary>
public sealed class InvoiceArchiveTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const int Invoices = 200;
    private const int PdfBytes = 1024 * 1024;
    private const double MostGrowth = 30;
    private static readonly string[] Numbers = [.. Enumerable.Range(1, Invoices).Select(n => $"FA-{n:D3}")];
    private readonly StorageAccount account = azurite.NewAccount();
    private StorageProxy proxy = null!;
    private FunctionAppProcess portal = null!;

    public async ValueTask InitializeAsync()
    {
        proxy = await StorageProxy.StartAsync(account);
        portal = await PortalProcess.StartAsync(proxy.Account);
        // All have the same PDF, which is stored once: it is read for each.
        var pdf = new BlobContainerClient(account.ConnectionString, TableNames.InvoicePdfs).GetBlobClient($"c1/{new string('a', 64)}.pdf");
        await pdf.UploadAsync(BinaryData.FromBytes(new byte[PdfBytes]), Stop);
        var tables = new Azure.Data.Tables.TableServiceClient(account.ConnectionString);
        await Parallel.ForEachAsync(Numbers, Stop, async (number, _) =>
            await InvoicePortal.Store(tables, InvoicePortal.Invoice(number, new(2026, 11, 5))));
        await tables.GetTableClient(TableNames.Users).UpsertEntityAsync(InProcessPortal.UserRow(Claire), cancellationToken: Stop);
        await new TableCustomerStore(tables).Save(new Customer(CustomerId.Parse("c1"), "Société c1", []), Stop);
        portal.Client.DefaultRequestHeaders.Authorization = new("Bearer", Token());
    }

    public async ValueTask DisposeAsync()
    {
        await portal.DisposeAsync();
        await proxy.DisposeAsync();
    }

    [Fact]
    public async Task AZipOf200Invoices_IsStreamed_TheProcessDoesNotGrow()
    {
        await Fetch();
        var before = Megabytes();
        using var done = new CancellationTokenSource();
        var peak = Peak(done.Token);

        var entries = await Fetch();

        await done.CancelAsync();
        var growth = await peak - before;
        TestContext.Current.TestOutputHelper?.WriteLine($"{before:0} MB, grown by {growth:0} MB for {entries} MB.");
        Assert.Equal(Invoices, entries);
        Assert.True(growth < MostGrowth, $"The process has grown by {growth:0} MB.");
    }

    [Fact]
    public async Task AClientThatLeaves_StopsTheWork()
    {
        using (var answer = await Ask())
        {
            await using var zip = await answer.Content.ReadAsStreamAsync(Stop);
            await zip.ReadExactlyAsync(new byte[PdfBytes], Stop);
        }

        // What was on the way comes to an end, and nothing more is read.
        var reads = -1;
        await Waiting.Until(async () =>
        {
            var before = reads;
            reads = proxy.Requests.Count(request => request.Service is StorageService.Blob);
            await Task.Delay(500, Stop);
            return before == reads;
        });
        Assert.InRange(reads, 1, Invoices / 2);
    }

    private async Task<int> Fetch()
    {
        using var answer = await Ask();
        // To a file, as a browser does: a ZIP is read from its end.
        var file = Path.GetTempFileName();
        try
        {
            await using (var target = File.Create(file)) await answer.Content.CopyToAsync(target, Stop);
            using var zip = ZipFile.OpenRead(file);
            Assert.All(zip.Entries, entry => Assert.Equal(PdfBytes, entry.Length));
            return zip.Entries.Count;
        }
        finally
        {
            File.Delete(file);
        }
    }

    private async Task<HttpResponseMessage> Ask()
    {
        using var request = RequestCounter.Posting("invoices/archive", new { numbers = Numbers });
        var answer = await portal.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        Assert.True(answer.IsSuccessStatusCode, string.Join('\n', portal.Output));
        return answer;
    }

    private async Task<double> Peak(CancellationToken done)
    {
        var peak = 0.0;
        while (!done.IsCancellationRequested)
        {
            peak = Math.Max(peak, Megabytes());
            await Task.Delay(20, CancellationToken.None);
        }

        return peak;
    }

    /// <summary>The memory of the portal's process that is resident.</summary>
    private double Megabytes()
    {
        var line = File.ReadLines($"/proc/{portal.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    private static Caller Claire => TwoCustomers.Person("claire", "c1", Profile.Supervisor);

    private static string Token()
    {
        var settings = PortalSettings.For(new StorageAccount("", "", new StoragePorts(0, 0, 0)), port: 0);
        var options = Options.Create(new AuthOptions { SigningKey = settings["Auth__SigningKey"] });
        return new AccessTokens(options, TimeProvider.System).Issue(InProcessPortal.WithSession(Claire));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
