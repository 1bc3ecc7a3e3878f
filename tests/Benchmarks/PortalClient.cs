using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Dfm.Testing;

namespace Dfm.Benchmarks;

/// <summary>Calls the portal as a signed-in supervisor. What it does not expect to be refused throws.</summary>
internal sealed class PortalClient
{
    private static readonly byte[] PngSignature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];
    private readonly HttpClient http;

    private PortalClient(HttpClient http) => this.http = http;

    /// <summary>An attachment of the usual size: 100 KiB that begin as a PNG does.</summary>
    public static byte[] Picture { get; } = MakePicture(100 * 1024);

    /// <summary>Signs in.</summary>
    public static async Task<PortalClient> SignIn(FunctionAppProcess portal)
    {
        var http = portal.Client;
        using var answer = await http.PostAsJsonAsync("/api/auth/login", new { identifier = BenchData.User, password = BenchData.Password });
        answer.EnsureSuccessStatusCode();
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new PortalClient(http);
    }

    /// <summary>Raises a DIT with one attachment, and returns its number.</summary>
    /// <param name="asset">On what.</param>
    /// <param name="attachment">The file; the usual picture when null.</param>
    public async Task<string> Raise(string asset, HttpContent? attachment = null)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("panne"), "nature" },
            { new StringContent("J-3012"), "errorCode" },
            { new StringContent("Urgent"), "urgency" },
            { new StringContent("Bourrage à chaque copie recto verso, le témoin rouge clignote."), "description" },
            { new StringContent("Thierry Nguyen"), "contactName" },
            { new StringContent("02 61 91 30 02"), "contactPhone" },
            { new StringContent("SUP-4711"), "customerReference" },
            { attachment ?? new ByteArrayContent(Picture), "files", "ecran.png" },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/assets/{asset}/dits") { Content = form };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        using var answer = await http.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"A DIT was refused with {(int)answer.StatusCode}: {body}");
        return JsonElement.Parse(body).GetProperty("number").GetString()!;
    }

    /// <summary>Enters a line for each of five printers on two sites; returns the version of the cart.</summary>
    public async Task<string> SetCartItem()
    {
        var version = "";
        foreach (var asset in BenchData.Assets.Take(5)) version = await Fill(asset, "RI842505-K");
        return version;
    }

    /// <summary>Orders what the cart holds.</summary>
    /// <param name="version">The version of the cart.</param>
    public async Task CheckOut(string version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/cart/checkout") { Content = JsonContent.Create(new { version }) };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        using var answer = await http.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"A cart was refused with {(int)answer.StatusCode}: {body}");
    }

    /// <summary>Reads a page of the parc to its last byte, and returns how long it was.</summary>
    public async Task<int> ReadAssets(int limit) =>
        (await http.GetByteArrayAsync(new Uri($"/api/assets?limit={limit}", UriKind.Relative))).Length;

    /// <summary>How many mails wait on the queue or are being sent.</summary>
    public async Task<int> CountQueued()
    {
        var queues = await http.GetFromJsonAsync<JsonElement>(new Uri("/local/queues?format=json", UriKind.Relative));
        // What is scheduled may be a look of the outbox for a command that was refused.
        return queues.EnumerateArray().Sum(queue => queue.GetProperty("length").GetInt32() - queue.GetProperty("scheduled").GetInt32());
    }

    /// <summary>The DITs whose mails are in the mailbox, among its newest <paramref name="count"/>.</summary>
    public async Task<IReadOnlySet<string>> MailedDits(int count)
    {
        var mails = await http.GetFromJsonAsync<JsonElement>(new Uri($"/local/mails?limit={count}", UriKind.Relative));
        return mails.EnumerateArray().Select(mail => NumberIn(mail.GetProperty("subject").GetString()!)).ToHashSet();
    }

    /// <summary>A file of <paramref name="size"/> bytes that begins as a PNG does.</summary>
    public static byte[] MakePicture(int size)
    {
        var picture = new byte[size];
        Random.Shared.NextBytes(picture);
        PngSignature.CopyTo(picture, 0);
        return picture;
    }

    private async Task<string> Fill(string asset, string reference)
    {
        var form = new
        {
            lines = new[] { new { reference, quantity = 2, stock = 1 } },
            comment = "Code 4512, bâtiment B, porte 3",
            customerReference = "BC-2026-118",
        };
        using var answer = await http.PutAsJsonAsync($"/api/cart/assets/{asset}", form);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("version").GetString()!;
    }

    /// <summary>Subjects begin with « DIT n° » and the number.</summary>
    private static string NumberIn(string subject) => subject.Split(' ')[2];
}
