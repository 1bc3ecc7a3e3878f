using System.Net;
using System.Net.Http.Json;
using Dfm.Core.Dits;
using Dfm.Functions.Dits.Responses;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using static Dfm.Functions.Tests.Dits.DitPortal;

namespace Dfm.Functions.Tests.Dits;

/// <summary>Requests on one DIT that come while another is under way.</summary>
public sealed class SimultaneousRequestsTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private StorageProxy proxy = null!;
    private DitPortal portal = null!;
    private DitNumber number;

    public async ValueTask InitializeAsync()
    {
        proxy = await StorageProxy.StartAsync(azurite.NewAccount());
        portal = await StartAsync(proxy.Account);
        number = (await portal.Raised()).Number;
    }

    public async ValueTask DisposeAsync()
    {
        await portal.DisposeAsync();
        await proxy.DisposeAsync();
    }

    [Fact]
    public async Task TheSameFilesSentTwice_AreAddedOnce_AlsoWhereThereIsNoRoomForThemTwice()
    {
        // Each reads the DIT before its upload and after it.
        HoldSecond(readings: 4, meanwhile: () => Task.CompletedTask);

        var answers = await Task.WhenAll(AddFiles("key-1", 6), AddFiles("key-1", 6));

        await AreTheSame(answers);
        var files = (await portal.Find(number)).Attachments;
        Assert.Equal(6, files.Count);
        foreach (var file in files)
        {
            var path = new Uri($"/api/dits/{number}/attachments/{file.Id}", UriKind.Relative);
            Assert.Equal(Samples.Png, await portal.User.GetByteArrayAsync(path, Stop));
        }
    }

    [Fact]
    public async Task TheSameMessageSentTwice_IsAnsweredAlike_AlsoWhereTheDitIsCancelledInBetween()
    {
        HoldSecond(readings: 2, meanwhile: async () =>
        {
            using var cancelled = await Cancel(portal.Supervisor, number);
            Assert.Equal(HttpStatusCode.OK, cancelled.StatusCode);
        });

        var answers = await Task.WhenAll(Write(portal.User, "Une fois.", "key-1"), Write(portal.User, "Une fois.", "key-1"));

        await AreTheSame(answers);
        var dit = await portal.Find(number);
        Assert.Equal([DitEntryKind.Raised, DitEntryKind.Message, DitEntryKind.Cancelled], dit.Journal.Select(entry => entry.Kind));
    }

    [Fact]
    public async Task AnAnswer_ShowsTheWholeJournal_AlsoALineThatWasWrittenWhileItWasRead()
    {
        WriteBetween(IsJournal, IsDit, "Entre-temps.");

        using var answer = await Write(portal.User, "Le mien.", key: null);

        var dit = await answer.Read<DitResponse>();
        Assert.Equal([null, "Entre-temps.", "Le mien."], dit.Journal.Select(entry => entry.Text));
    }

    [Fact]
    public async Task GetDit_ShowsTheJournalOfItsVersion_WhicheverOfThemWasReadFirst()
    {
        WriteBetween(IsJournal, IsDit, "Un.");
        Assert.Equal("2: Raised, Message", Shown(await portal.Find(number)));

        WriteBetween(IsDit, IsJournal, "Deux.");
        Assert.Equal("2: Raised, Message", Shown(await portal.Find(number)));

        static string Shown(DitResponse dit) => $"{dit.Version}: {string.Join(", ", dit.Journal.Select(entry => entry.Kind))}";
    }

    /// <summary>
    /// Of two requests the second one's last reading of the DIT waits until the first is stored, and something has happened since. The first
    /// is not stored before: so both have looked for an answer to their key, and found none.
    /// </summary>
    /// <param name="readings">How often both read the DIT, together.</param>
    /// <param name="meanwhile">What happens.</param>
    private void HoldSecond(int readings, Func<Task> meanwhile)
    {
        var lastReading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (read, begun, written) = (0, 0, 0);
        proxy.BeforeForwarding = async request =>
        {
            if (IsDit(request) && Interlocked.Increment(ref read) == readings)
            {
                lastReading.SetResult();
                await stored.Task.WaitAsync(Patience.Longest);
            }
            else if (IsWrite(request) && Interlocked.Increment(ref begun) == 1)
            {
                await lastReading.Task.WaitAsync(Patience.Longest);
            }
        };
        proxy.AfterForwarding = async request =>
        {
            if (!IsWrite(request) || Interlocked.Increment(ref written) > 1) return;
            await meanwhile();
            stored.SetResult();
        };
    }

    /// <summary>A colleague's message is stored after the next request has made the one reading, and before it makes the other.</summary>
    private void WriteBetween(Func<StorageRequest, bool> earlier, Func<StorageRequest, bool> later, string text)
    {
        var read = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var readings = 0;
        proxy.AfterForwarding = request =>
        {
            if (earlier(request)) read.TrySetResult();
            return Task.CompletedTask;
        };
        proxy.BeforeForwarding = async request =>
        {
            if (!later(request) || Interlocked.Increment(ref readings) > 1) return;
            await read.Task.WaitAsync(Patience.Longest);
            using var written = await Write(portal.Supervisor, text, key: null);
            Assert.Equal(HttpStatusCode.Created, written.StatusCode);
        };
    }

    private static bool IsDit(StorageRequest request) =>
        request is { Operation: "Get", Resource: TableNames.Dits } && request.RowKey!.StartsWith("d-", StringComparison.Ordinal);

    private static bool IsWrite(StorageRequest request) => request is { Operation: "Transaction", Resource: TableNames.Dits };

    private static bool IsJournal(StorageRequest request) =>
        request is { Operation: "Query", Resource: TableNames.Dits } && request.Filter!.Contains("'j-", StringComparison.Ordinal);

    private static async Task AreTheSame(HttpResponseMessage[] answers)
    {
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        Assert.Single((await Task.WhenAll(answers.Select(answer => answer.Content.ReadAsStringAsync(Stop)))).Distinct());
        foreach (var answer in answers) answer.Dispose();
    }

    private async Task<HttpResponseMessage> AddFiles(string key, int count)
    {
        using var form = new MultipartFormDataContent();
        for (var n = 0; n < count; n++) form.Add(new ByteArrayContent(Samples.Png), "files", $"photo {n}.png");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/dits/{number}/attachments") { Content = form };
        request.Headers.Add("Idempotency-Key", key);
        return await portal.User.SendAsync(request, Stop);
    }

    private async Task<HttpResponseMessage> Write(HttpClient client, string text, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/dits/{number}/messages") { Content = JsonContent.Create(new { text }) };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(request, Stop);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
