using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Dfm.Core.Orders;
using Dfm.Functions.Orders.Responses;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using UglyToad.PdfPig;
using UglyToad.PdfPig.DocumentLayoutAnalysis.TextExtractor;
using static Dfm.Functions.Tests.Orders.OrderPortal;

namespace Dfm.Functions.Tests.Orders;

/// <summary>« Bon de livraison » (manual, chapter 5): the comment goes onto it, the customer's own reference never does.</summary>
public sealed class DeliveryNoteTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly string[] References = ["BC-2026-118", "Marché 77/B"];

    private OrderPortal portal = null!;

    public async ValueTask InitializeAsync() => portal = await OrderPortal.StartAsync(azurite.NewAccount());

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task TheNoteOfAPart_CarriesCommentCarrierNumberAndLines_AndTheCustomersReferencesNowhere()
    {
        await Filled(portal.Supervisor, "p1", [Line("T-K", 3), Line("AGR", 2)], "Code 4512, porte 3", References[0]);
        var cart = await Filled(portal.Supervisor, "p3", [Line("T-C", 2)], "Code 4512, porte 3", References[1]);
        var number = Assert.Single(await OrderedCart(portal.Supervisor, cart)).Number;
        await portal.Moved(number, new { action = "MakePartlyDeliverable" });
        var part = new { action = "Deliver", carrier = "Chronopost", deliveryNote = "BL-1180", trackingNumber = "XY12", lines = Part };
        await portal.Moved(number, part);
        await portal.Moved(number, new { action = "Deliver", carrier = "Tournée DFM" });

        var first = await Note(number, 1);
        Assert.All(
            [
                "Bon de livraison n° BL-1180", $"Commande n° {number}", "Commandée par Personne claire", "Transporteur Chronopost",
                "N° de suivi XY12", "Société c1", "Site s1", "1 rue Basse", "28000 Chartres",
                "Instructions de livraison Code 4512, porte 3", "Commandé Livré Reste à livrer",
            ],
            text => Assert.Contains(text, first, StringComparison.Ordinal));
        // Ordered, in this parcel, to come.
        Assert.Equal(["Toner noir 3 1 2", "Agrafes 2 0 2", "Toner cyan 2 2 0"], Quantities(first));
        var second = await Note(number, 2);
        Assert.Contains($"Bon de livraison n° BL{number}-2", second, StringComparison.Ordinal);
        Assert.Contains("Transporteur Tournée DFM", second, StringComparison.Ordinal);
        Assert.DoesNotContain("N° de suivi", second, StringComparison.Ordinal);
        Assert.Equal(["Toner noir 3 2 0", "Agrafes 2 2 0"], Quantities(second)[..2]);

        // What is not to be on the notes is in the order all the same.
        var order = await portal.Staff.Get<OrderResponse>($"/api/backoffice/orders/{number}");
        Assert.Equal(References, order.Assets.Select(one => one.CustomerReference));
    }

    [Theory]
    [InlineData("2", "delivery-not-found")]
    [InlineData("0", "delivery-not-found")]
    [InlineData("-1", "delivery-not-found")]
    [InlineData("1x", "delivery-not-found")]
    [InlineData("99999999999999999999", "delivery-not-found")]
    public async Task AnUnknownParcel_HasNoNote(string parcel, string code)
    {
        var order = await portal.Shipped();

        using var refused = await portal.Staff.GetAsync(Route(order.Number, parcel), Stop);
        using var unknown = await portal.Staff.GetAsync(Route(OrderNumber.Of(999_999), parcel), Stop);

        await refused.IsProblem(HttpStatusCode.NotFound, code);
        await unknown.IsProblem(HttpStatusCode.NotFound, "order-not-found");
    }

    private static object[] Part => [new { line = 1, quantity = 1 }, new { line = 3, quantity = 2 }];

    private static Uri Route(OrderNumber number, string parcel) =>
        new($"/api/backoffice/orders/{number}/delivery-notes/{parcel}", UriKind.Relative);

    /// <summary>The text of a note as a reader copies it; asserts that the whole answer has none of the customer's references.</summary>
    private async Task<string> Note(OrderNumber number, int parcel)
    {
        using var answer = await portal.Staff.GetAsync(Route(number, $"{parcel}"), Stop);
        Assert.Equal((HttpStatusCode.OK, "application/pdf"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        var pdf = await answer.Content.ReadAsByteArrayAsync(Stop);
        using var document = PdfDocument.Open(pdf);
        var text = Spaced(string.Join('\n', document.GetPages().Select(page => ContentOrderTextExtractor.GetText(page))));
        var headers = answer.Headers.Concat(answer.Content.Headers).SelectMany(header => header.Value);
        string[] everything = [text, document.Information.ToString(), .. headers, .. Written(pdf), .. Metadata(document)];
        Assert.False(document.Advanced.TryGetEmbeddedFiles(out _));
        Assert.All(
            References,
            reference => Assert.DoesNotContain(everything, one => one.Contains(reference, StringComparison.OrdinalIgnoreCase)));
        return text;
    }

    /// <summary>The lines of a note's table: what it is, and how many were ordered, are in this parcel and are to come.</summary>
    private static string[] Quantities(string note) =>
    [
        .. Regex.Matches(note, @"(Toner noir|Toner cyan|Agrafes).*?(\d+ \d+ \d+)(?= |$)")
            .Select(line => $"{line.Groups[1].Value} {line.Groups[2].Value}"),
    ];

    private static string Spaced(string text) =>
        string.Join(' ', text.Replace('\u00a0', ' ').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static IEnumerable<string> Metadata(PdfDocument document) =>
        document.TryGetXmpMetadata(out var metadata) ? [metadata.GetXDocument().ToString()] : [];

    /// <summary>The file's bytes as text in each encoding that a PDF's texts may have, and so those of its compressed streams.</summary>
    private static IEnumerable<string> Written(byte[] pdf)
    {
        List<byte[]> parts = [pdf];
        for (var at = 0; pdf.AsSpan(at).IndexOf("/FlateDecode"u8) is var filter and >= 0;)
        {
            at += filter;
            at += pdf.AsSpan(at).IndexOf("stream\n"u8) + "stream\n".Length;
            parts.Add(Inflated(pdf[at..]));
        }

        Assert.True(parts.Count > 5, "Fonts and texts are compressed.");
        Encoding[] encodings = [Encoding.Latin1, Encoding.BigEndianUnicode, Encoding.Unicode, Encoding.UTF8];
        return parts.SelectMany(part => encodings.SelectMany(
            encoding => (string[])[encoding.GetString(part), encoding.GetString(part[1..])]));
    }

    /// <summary>What was compressed, without asking for the checksum, which no reader of PDFs asks for.</summary>
    private static byte[] Inflated(byte[] bytes)
    {
        const int Head = 2;
        using var stream = new DeflateStream(new MemoryStream(bytes[Head..]), CompressionMode.Decompress);
        var inflated = new byte[1 << 20];
        return inflated[..stream.ReadAtLeast(inflated, inflated.Length, throwOnEndOfStream: false)];
    }
}
