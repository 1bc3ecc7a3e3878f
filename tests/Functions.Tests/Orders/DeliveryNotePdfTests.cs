using System.Globalization;
using Dfm.Core.Accounts;
using Dfm.Core.Carts;
using Dfm.Core.Orders;
using Dfm.Functions.Orders.Responses;
using UglyToad.PdfPig;
using UglyToad.PdfPig.DocumentLayoutAnalysis.TextExtractor;

namespace Dfm.Functions.Tests.Orders;

public class DeliveryNotePdfTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Note_HasEveryField()
    {
        var page = Assert.Single(await Pages(Note()));

        Assert.All(
            [
                "GROUPE DFM", "Bon de livraison n° BL-2026-004512", "du mardi 24 novembre 2026",
                "Commande n° C-2026-000871", "Commandée le vendredi 20 novembre 2026", "Commandée par Hélène Cœurderoy",
                "Transporteur Chronopost", "N° de suivi XY 123 456 789 FR",
                "Adresse de livraison", "Mairie de Saint-Étienne-du-Rouvray", "Hôtel de ville – accueil", "12 bis, place de l'Œuvre",
                "76800 Saint-Étienne-du-Rouvray",
                "Instructions de livraison", "Digicode 45A12, bâtiment Ça & Là, porte n° 3 ; tarif préférentiel : 0 € – demander M. Müller",
                "Référence", "Désignation", "Bien", "Commandé", "Livré", "Reste à livrer",
                "TN-514C", "Toner haute capacité", "Couleur : Cyan", "Multifonction couleur A3, 3129RC10482, Rez-de-chaussée",
                "Reçu par", "Le", "Signature", "Page 1 / 1",
            ],
            text => Assert.Contains(Squeezed(text), Squeezed(page), StringComparison.Ordinal));
        Assert.Contains("Agrafes – 3 0 3", Spaced(page), StringComparison.Ordinal); // no reference; ordered, delivered, to come
    }

    [Fact]
    public async Task Note_WithoutOptionalTexts_LeavesTheirLabelsOut()
    {
        var page = Assert.Single(await Pages(Note() with { Comment = " ", TrackingNumber = null }));

        Assert.DoesNotContain("Instructions de livraison", page, StringComparison.Ordinal);
        Assert.DoesNotContain("N° de suivi", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Note_NamesItselfAndItsLanguage()
    {
        using var document = PdfDocument.Open(await Pdf(Note()));

        Assert.Equal("Bon de livraison n° BL-2026-004512", document.Information.Title);
        Assert.Equal("GROUPE DFM", document.Information.Author);
        Assert.Equal("(fr-FR)", document.Structure.Catalog.CatalogDictionary.Data["Lang"].ToString());
        Assert.All(document.GetPages(), page => Assert.Equal((595, 842), (Math.Round(page.Width), Math.Round(page.Height))));
        Assert.All(
            document.GetPages().SelectMany(page => page.Letters),
            letter => Assert.Contains("Open Sans", letter.FontName, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ManyLines_TakeSeveralPages_EachWithHeadTableHeadAndNumber()
    {
        var lines = Enumerable.Range(1, 70).Select(n => Line() with { Reference = $"REF-{n:000}" }).ToList();

        var pages = await Pages(Note() with { Lines = lines });

        Assert.True(pages.Count > 2);
        Assert.All(pages.Index(), numbered =>
        {
            Assert.Contains("Bon de livraison n° BL-2026-004512", Spaced(numbered.Item), StringComparison.Ordinal);
            Assert.Contains("Désignation", numbered.Item, StringComparison.Ordinal);
            Assert.Contains($"Page {numbered.Index + 1} / {pages.Count}", Spaced(numbered.Item), StringComparison.Ordinal);
        });
        Assert.Equal(lines.Select(line => line.Reference), Found(string.Concat(pages), "REF-000".Length, "REF-"));
        Assert.Equal(1, pages.Count(page => page.Contains("Signature", StringComparison.Ordinal)));
        Assert.Contains("Signature", pages[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task TableHead_NeverStandsAlone()
    {
        foreach (var height in Enumerable.Range(20, 20))
        {
            var pages = await Pages(Note() with { Comment = string.Concat(Enumerable.Repeat("Accueil\n", height)) });

            Assert.All(
                pages.Where(page => page.Contains("Désignation", StringComparison.Ordinal)),
                page => Assert.Matches("Toner|Agrafes", page));
        }
    }

    [Fact]
    public async Task LongComment_IsWhole()
    {
        var words = Enumerable.Range(0, 125).Select(n => $"mot{n:0000}").ToList(); // with what separates them 1,000 characters
        var comment = string.Concat(words.Select((word, n) => word + (n % 9 is 8 ? "\n" : " ")));
        Assert.Equal(CartItem.MaxComment, comment.Length);

        var page = string.Concat(await Pages(Note() with { Comment = comment }));

        Assert.Equal(words, Found(page, "mot0000".Length, "mot"));
    }

    [Fact]
    public async Task LineBreaksOfComment_AreKept()
    {
        using var document = PdfDocument.Open(await Pdf(Note() with { Comment = "Digicode 45A12\r\nBâtiment B\n\n\n\nPorte 3" }));
        var words = document.GetPage(1).GetWords().ToList();
        double Height(string word) => words.First(found => found.Text == word).BoundingBox.Bottom;

        Assert.True(Height("45A12") > Height("Bâtiment"));
        Assert.True(Height("Bâtiment") > Height("Porte"));
    }

    [Theory]
    [InlineData("W")]
    [InlineData("é€œ")]
    [InlineData("👍🏽 👨‍👩‍👧")]
    [InlineData("\0\u0007\u001b[31m\u202e\ufffe\uffff")]
    [InlineData("\ud83d")] // half a character
    [InlineData("\n")]
    [InlineData("배송 送货 شحنة")]
    public async Task HostileTexts_AreWrittenWithinTheMargins(string part)
    {
        var text = string.Concat(Enumerable.Repeat(part, 1000 / part.Length));
        var line = new DeliveryNoteLine(text, text, text, text, int.MaxValue, int.MinValue, 0);
        var note = new DeliveryNote(
            text, DateTimeOffset.MaxValue.AddDays(-2), text, DateTimeOffset.MinValue.AddDays(2), text, text,
            Note().Site with { Name = text, Street = text, Postcode = text, Town = text }, text, text, text, [line, line]);

        using var document = PdfDocument.Open(await Pdf(note));

        Assert.All(
            document.GetPages().SelectMany(page => page.Letters),
            letter =>
            {
                Assert.InRange(letter.StartBaseLine.X, 42, 553);
                Assert.InRange(letter.EndBaseLine.X, 42, 554);
                Assert.InRange(letter.StartBaseLine.Y, 30, 800);
            });
    }

    [Fact]
    public async Task UnknownGlyphs_ShowThatSomethingIsMissing()
    {
        var page = Assert.Single(await Pages(Note() with { Comment = "Sonner 🔔 deux fois ; e\u0301tage 2" }));

        Assert.Contains("Sonner \ufffd deux fois ; étage 2", Spaced(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NotesWrittenAtTheSameTime_AreAllRight_WhateverTheCulture()
    {
        var expected = await Pages(Note());

        await Parallel.ForEachAsync(Enumerable.Range(0, 200), Token, async (turn, _) =>
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(turn % 2 is 0 ? "ar-SA" : "fr-FR");
            Assert.Equal(expected, await Pages(Note()));
        });
    }

    private static DeliveryNoteLine Line() =>
        new("TN-514C", "Toner haute capacité", "Cyan", "Multifonction couleur A3, 3129RC10482, Rez-de-chaussée", 4, 3, 1);

    private static DeliveryNote Note() => new(
        "BL-2026-004512", new(2026, 11, 24, 13, 30, 0, TimeSpan.Zero), "C-2026-000871", new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero),
        "Hélène Cœurderoy", "Mairie de Saint-Étienne-du-Rouvray",
        new(Id<SiteId>("S1"), "Hôtel de ville – accueil", "12 bis, place de l'Œuvre", "76800", "Saint-Étienne-du-Rouvray"),
        "Digicode 45A12, bâtiment Ça & Là, porte n° 3 ; tarif préférentiel : 0 € – demander M. Müller",
        "Chronopost", "XY 123 456 789 FR",
        [Line(), new(null, "Agrafes", null, null, 3, 0, 3)]);

    private static TId Id<TId>(string text) where TId : struct, Core.IIdentifier<TId> =>
        TId.TryParse(text, out var id) ? id : throw new ArgumentException(text);

    private static async Task<byte[]> Pdf(DeliveryNote note)
    {
        using var pdf = new MemoryStream();
        await DeliveryNotePdf.WriteAsync(note, pdf, Token);
        return pdf.ToArray();
    }

    /// <summary>The text of each page, as a reader copies it.</summary>
    private static async Task<IReadOnlyList<string>> Pages(DeliveryNote note)
    {
        using var document = PdfDocument.Open(await Pdf(note));
        return [.. document.GetPages().Select(page => ContentOrderTextExtractor.GetText(page))];
    }

    private static string Spaced(string text) =>
        string.Join(' ', text.Replace('\u00a0', ' ').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Without spaces: where lines break is the layout's affair.</summary>
    private static string Squeezed(string text) => Spaced(text).Replace(" ", "", StringComparison.Ordinal);

    private static IEnumerable<string> Found(string text, int length, string start)
    {
        for (var at = text.IndexOf(start, StringComparison.Ordinal); at >= 0; at = text.IndexOf(start, at + 1, StringComparison.Ordinal))
        {
            yield return text.Substring(at, length);
        }
    }
}
