using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Dfm.Core.Catalogue;
using Dfm.Core.Inbound;
using Dfm.Functions.Inbound.Responses;
using Dfm.Functions.Inbound.Webhooks;
using Dfm.Functions.Tests.Contact;
using Dfm.Functions.Tests.Dits;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Functions.Tests.Orders;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.Functions.Tests.Inbound;

/// <summary>The two customers' portal, to which SendGrid brings mails and events: what the tests of mail in start from.</summary>
public sealed class InboundPortal : TwoCustomers
{
    private static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private InboundPortal(InProcessPortal portal, HttpClient staff) : base(portal, staff)
    {
    }

    /// <summary>What a portal that takes mails is configured with.</summary>
    public static IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
    {
        ["Mail__InboundDomain"] = SentMail.Domain,
        ["Inbound__MailPublicKeys"] = PublicKey,
        ["Inbound__EventPublicKeys"] = PublicKey,
    };

    /// <summary>The key that signatures are checked by.</summary>
    public static string PublicKey => Convert.ToBase64String(Key.ExportSubjectPublicKeyInfo());

    /// <summary>A portal whose people have accounts: Claire and Paul of customer c1, Zoé of c2.</summary>
    public static async Task<InboundPortal> StartAsync(StorageAccount storage, IReadOnlyDictionary<string, string>? settings = null)
    {
        var all = Settings.Concat(settings ?? new Dictionary<string, string>()).GroupBy(one => one.Key).ToDictionary(one => one.Key, one => one.Last().Value);
        var portal = await StartInProcess(storage, settings: all);
        await DitPortal.Arrange(portal.Services);
        await ContactPortal.Arrange(portal.Services);
        await OrderPortal.Arrange(portal.Services.GetRequiredService<IConsumableStore>());
        await portal.AddAccount("claire", "c1");
        await portal.AddAccount("paul", "c1", "s1");
        await portal.AddAccount("zoe", "c2");
        return new InboundPortal(
            portal,
            await portal.StaffClient("Accueil", "inbound.read", "inbound.write", "mails.read", "dits.read", "dits.write", "orders.read", "contact.read"));
    }

    /// <summary>The id of a mail that comes with this body.</summary>
    public static string IdOf(byte[] body) => Convert.ToHexStringLower(SHA256.HashData(body));

    /// <summary>A request of SendGrid's, signed.</summary>
    public static HttpRequestMessage SignedRequest(string route, byte[] body, string contentType, DateTimeOffset at, ECDsa? key = null)
    {
        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = (key ?? Key).SignData(
            [.. Encoding.ASCII.GetBytes(timestamp), .. body], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/inbound/{route}") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        request.Headers.Add(SignedBody.SignatureHeader, Convert.ToBase64String(signature));
        request.Headers.Add(SignedBody.TimestampHeader, timestamp);
        return request;
    }

    /// <summary>Lets SendGrid bring a mail, and returns its id.</summary>
    public Task<string> Receive(SentMail mail, bool raw = false) => Receive(Portal, mail, raw);

    /// <summary>The same, of a form.</summary>
    public Task Receive(byte[] body, string contentType) => Receive(Portal, body, contentType);

    /// <summary>Lets SendGrid bring a mail to any portal that takes mails.</summary>
    public static async Task<string> Receive(InProcessPortal portal, SentMail mail, bool raw = false)
    {
        ArgumentNullException.ThrowIfNull(mail);
        var (body, contentType) = await mail.ToForm(raw);
        await Receive(portal, body, contentType);
        return IdOf(body);
    }

    private static async Task Receive(InProcessPortal portal, byte[] body, string contentType)
    {
        using var request = SignedRequest("email", body, contentType, portal.Clock.GetUtcNow());
        using var answer = await portal.Client.SendAsync(request, Stop);
        Assert.True(answer.StatusCode is HttpStatusCode.Accepted, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(Stop)}");
    }

    /// <summary>What became of a mail, once that is decided.</summary>
    public async Task<InboundMailResponse> Sorted(string id)
    {
        InboundMailResponse? found = null;
        await Waiting.UntilNothing(
            async () => (found = await Find(id)).State is InboundState.Received ? Portal.Logs.Lines.LastOrDefault(IsFailure) ?? "" : null,
            TimeSpan.FromMilliseconds(50));
        return found!;

        static bool IsFailure(string line) => line.Contains("Exception", StringComparison.Ordinal);
    }

    /// <summary>Lets SendGrid bring a mail, and returns what became of it.</summary>
    public async Task<InboundMailResponse> Sorted(SentMail mail, bool raw = false) => await Sorted(await Receive(mail, raw));

    public Task<InboundMailResponse> Find(string id) => Staff.Get<InboundMailResponse>($"/api/backoffice/inbound/{id}");

    /// <summary>All mails that wait for the staff.</summary>
    public Task<IReadOnlyList<InboundMailResponse>> Held() => Staff.GetAll<InboundMailResponse>("/api/backoffice/inbound");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
