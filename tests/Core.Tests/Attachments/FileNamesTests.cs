using System.Globalization;
using System.Text;
using CsCheck;
using Dfm.Core.Attachments;

namespace Dfm.Core.Tests.Attachments;

public class FileNamesTests
{
    private const string Printer = "🖨️";
    private const string Family = "👨‍👩‍👧";

    /// <summary>Any code point, halves of pairs too; more often those that rules speak of.</summary>
    private static readonly Gen<string> Any = Gen.Frequency(
        (2, Gen.Int[0, 0x10FFFF].Select(Text)),
        (2, Gen.Char['a', 'z'].Select(letter => $"{letter}")),
        (3, Gen.OneOf(
            ".", " ", ":", "/", "\\", "\"", "?", "C:", "con", "nul.", ".png", "\u0301", "\u0338", "<", Family, Printer, "\u200D", "\u202E",
            "\u200B", "\uFEFF", "\u00AD", "\u3164", "\u00A0", "\r\n", "\uFFFD", "\uFFFF", "\uD83D", "\uDDA8", "e\u200E\u0301")),
        (1, Gen.Int[1, 150].Select(marks => "z" + new string('\u0301', marks)))).Array[0, 60].Select(string.Concat);

    [Theory]
    [InlineData("C:\\Users\\claire\\écran.png", "écran.png")]
    [InlineData("\\\\srv\\partage\\plan.pdf", "plan.pdf")]
    [InlineData("C:écran.png", "écran.png")]
    [InlineData("../../etc/passwd.txt", "passwd.txt")]
    [InlineData("relevé 10:32:07.png", "relevé 10-32-07.png")]
    [InlineData("plan 15\".pdf", "plan 15.pdf")]
    [InlineData("rapport\u202Egnp.exe", "rapportgnp.exe")]
    [InlineData("fac\u200Bture\u00AD\uFEFF.pdf", "facture.pdf")]
    [InlineData("capture 10.32.07\u202FAM.png", "capture 10.32.07 AM.png")]
    [InlineData("re\u0301leve\u200E\u0301.png", "rélevé.png")]
    [InlineData("relev\uFFFD.png", "relev_.png")]
    [InlineData("  . ", "fichier")]
    [InlineData("\u3164\u200B.png", "fichier.png")]
    [InlineData("\".png", "fichier.png")]
    [InlineData("..\\", "fichier")]
    [InlineData("", "fichier")]
    [InlineData(null, "fichier")]
    [InlineData("a\r\nb.txt", "ab.txt")]
    [InlineData("facture .pdf ", "facture.pdf")]
    [InlineData("CON.png", "_CON.png")]
    [InlineData("lpt1 .tar.txt", "_lpt1 .tar.txt")]
    [InlineData("console.png", "console.png")]
    public void AName_IsKept_WithoutWhatMisleads(string? given, string kept) => Assert.Equal(kept, FileNames.Clean(given));

    [Fact]
    public void HalfACharacter_IsReplaced() => Assert.Equal("a_.png", FileNames.Clean("a\uD83D.png"));

    [Theory]
    [InlineData(115, 115)]
    [InlineData(120, 116)]
    public void ALongName_IsCutInTheMiddle(int letters, int kept) =>
        Assert.Equal(new string('a', kept) + ".png", FileNames.Clean(new string('a', letters) + ".png"));

    [Theory]
    [InlineData(Printer)]
    [InlineData(Family)]
    [InlineData("z\u0301\u0302")]
    public void ALongName_IsCut_BetweenCharactersAsAReaderSeesThem(string character)
    {
        var name = FileNames.Clean(new string('a', 115) + character + character + ".png");

        Assert.Equal(new string('a', 115) + ".png", name);
    }

    [Fact]
    public void AnyName_IsLegal_AndTheSameCleanedAgain() => Any.Sample(given =>
    {
        var name = FileNames.Clean(given);
        IsLegal(name);
        Assert.Equal(name, FileNames.Clean(name));
    });

    [Fact]
    public void AnyName_KeepsItsExtension_AndStaysLegalWithAnother() => Any.Sample(given =>
    {
        var name = FileNames.Clean(given + ".png");
        Assert.Equal(".png", FileNames.ExtensionOf(name));
        var corrected = FileNames.WithExtension(name, ".heic");
        Assert.Equal(".heic", FileNames.ExtensionOf(corrected));
        IsLegal(corrected);
        Assert.Equal(corrected, FileNames.Clean(corrected));
    });

    [Fact]
    public void AUsualName_IsKeptWhole() =>
        Gen.Char["abcdefghijklmnopqrstuvwxyzàâçéèêëîïôùûœ0123456789-_()' "].Array[1, 100].Select(letters => $"n{new string(letters)}x.jpg")
            .Sample(name => FileNames.Clean(name) == name);

    /// <summary>A name that Windows, macOS and Linux store as it is.</summary>
    private static void IsLegal(string name)
    {
        Assert.InRange(name.Length, 1, FileNames.MaxLength);
        Assert.DoesNotContain(name, letter => "<>:\"/\\|?*\uFFFD".Contains(letter, StringComparison.Ordinal));
        Assert.DoesNotContain(name.EnumerateRunes(), rune => rune == Rune.ReplacementChar || (rune.Value & 0xFFFE) == 0xFFFE);
        Assert.DoesNotContain(name.EnumerateRunes(), rune => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control
            || (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format && rune.Value is not (0x200C or 0x200D)));
        Assert.Equal(name, name.Trim(' ', '.'));
        Assert.True(name.IsNormalized());
        Assert.DoesNotContain(name.Split('.')[0].TrimEnd().ToLowerInvariant(), (string[])["con", "nul"]);
    }

    private static string Text(int codePoint) =>
        codePoint is >= 0xD800 and <= 0xDFFF ? $"{(char)codePoint}" : char.ConvertFromUtf32(codePoint);
}
