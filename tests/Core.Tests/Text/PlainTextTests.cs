using System.Globalization;
using System.Text;
using CsCheck;
using Dfm.Core.Text;

namespace Dfm.Core.Tests.Text;

public sealed class PlainTextTests
{
    /// <summary>Texts with what needs a rule in any order: most random code points need none.</summary>
    private static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.String,
        Gen.Int[0, 0x10FFFF].Where(Rune.IsValid).Select(value => new Rune(value).ToString()),
        Gen.OneOf(
            "a", "B", "é", "e\u0301", "\u0301", "\u0327", "\u212A", "1", "#", "=", "\u0338", " ", "  ", "\t", "\n", "\r", "\r\n", "\v", "\u0085",
            "\u2028", "\u00A0", "\u202F", "\u3000", "\u2800", "\u200B", "\uFEFF", "\u00AD", "\u3164", "\u034F", "\u200C", "\u200D", "\u202E",
            "\u2066", "\u200E", "\u061C", "\uFE0F", "\uFE00", "\u20E3", "\uFFFC", "❤", "👩", "🏽", "🏴", "\U000E0067", "\U000E007F", "⭐", "↔",
            "\u0627", "\u0653", "\u0915", "\u094D", "\u093C", "\u1100", "\u1161", "\uAC00", "\u182D", "\u180B", "\u0600", "漢", "\U000E0100", "¨"))
        .Array[0, 12].Select(string.Concat);

    [Theory]
    [InlineData("Claire Delorme", "Claire Delorme")]
    [InlineData(null, "")]
    [InlineData("  Claire\u00A0 Delorme\t", "Claire Delorme")]
    [InlineData("Claire\r\nN° de suivi : 1", "Claire N° de suivi : 1")]
    [InlineData("a\tb\vc\fd\u0085e\u2028f\u2029g", "a b c d e f g")]
    [InlineData("He\u0301le\u0300ne", "Hélène")]
    [InlineData("Hel\u00ADe\u200B\u0301ne", "Heléne")]
    [InlineData("\u202Egnp.exe", "gnp.exe")]
    [InlineData("10\u202F000\u00A0€", "10 000 €")]
    [InlineData("\u200B\uFEFF\u00AD\u3164\u200E\u2066\u2069\u200D\u2800", "")]
    [InlineData("[\uFFFC]", "[]")]
    public void OneLine_IsComposed_SpacedAndVisible(string? text, string expected) =>
        Assert.Equal(expected, OneLine(text));

    [Theory]
    [InlineData("  Bourrage\r\n\r\n  à chaque copie.  \r\n", "Bourrage\n\n  à chaque copie.")]
    [InlineData("E\u0301cran\tbleu\u2028encore\rfin", "Écran bleu\nencore\nfin")]
    [InlineData("\u200B\r\n\u00A0", "")]
    public void Lines_KeepTheirBreaks(string text, string expected) => Assert.Equal(expected, Lines(text));

    [Theory]
    [InlineData("👩‍🔧 👨‍👩‍👧 ❤️‍🔥 👍🏽 🧑🏽‍🚀 🙂‍↔️")]
    [InlineData("☎️ 1️⃣ #️⃣ ℹ️ ©️ ㊗️ ‼️")]
    [InlineData("🏴󠁧󠁢󠁥󠁮󠁧󠁿 🏴‍☠️ 🏳️‍🌈 🇫🇷")]
    [InlineData("می‌خواهم")]
    [InlineData("क्‍ष श्री")]
    [InlineData("Œuvre, ßtraße, ½ €, “guillemets”, l’été – 12 × 3")]
    public void WhatIsShown_StaysAsItIs(string text)
    {
        Assert.Equal(text, OneLine(text));
        Assert.Equal(text, Lines(text));
    }

    [Theory]
    [InlineData("a\u200Db", "ab")]
    [InlineData("a\u200Cb", "ab")]
    [InlineData("👩\u200D", "👩")]
    [InlineData("👩\u200D\u200B🔧", "👩🔧")]
    [InlineData("a\uFE0Fb\uFE0F", "ab")]
    [InlineData("12\uFE0F3", "123")]
    [InlineData("☎\uFE0F\uFE0F", "☎\uFE0F")]
    [InlineData("a\U000E0067\U000E007F", "a")]
    public void Joiners_AndSelectors_WithoutUse_AreRemoved(string text, string expected) => Assert.Equal(expected, OneLine(text));

    [Theory]
    [InlineData("a\0b")]
    [InlineData("a\u001Bb")]
    [InlineData("a\u007Fb")]
    [InlineData("l\u0092été")]
    [InlineData("a\uFFFFb")]
    public void ControlCharacters_AreRefused(string text)
    {
        Assert.False(PlainText.TryOneLine(text, out _));
        Assert.False(PlainText.TryLines(text, out _));
    }

    [Fact]
    public void HalfACharacter_IsRefused() => Assert.False(PlainText.TryOneLine("a" + '\ud800', out _));

    [Fact]
    public void AnyText_BecomesPlain_AndStaysSo() => AnyText.Sample(
        text =>
        {
            if (!PlainText.TryOneLine(text, out var line) | !PlainText.TryLines(text, out var lines)) return;
            Assert.Equal(line, OneLine(line));
            Assert.Equal(lines, Lines(lines));
            Assert.Equal(line, OneLine(lines));
            Assert.All([line, lines], plain => Assert.True(plain.IsNormalized() && plain == plain.Trim()));
            Assert.DoesNotContain(line, char.IsControl);
            Assert.DoesNotContain(lines, c => char.IsControl(c) && c is not '\n');
            Assert.DoesNotContain(line + lines, IsNeverShown);
        },
        iter: 20_000);

    [Fact]
    public void AnyText_IsRefusedForControlsAndBrokenUnicodeAlone() => AnyText.Sample(text => Assert.Equal(
        text.EnumerateRunes().Any(rune => Rune.IsControl(rune) && rune.Value is not ((>= 9 and <= 13) or 0x85))
            || text.EnumerateRunes().Any(rune => (rune.Value & 0xFFFE) == 0xFFFE || rune.Value is >= 0xFDD0 and <= 0xFDEF)
            || string.Concat(text.EnumerateRunes()) != text,
        !PlainText.TryOneLine(text, out _)));

    [Fact]
    public void PlainWords_StayAsTheyAre() => Gen.OneOf("Claire", "d'Été", "n°", "12", "BL-26/118", "œuf", "🔥", "漢字", "«", "»")
        .Array[0, 8].Select(words => string.Join(' ', words)).Sample(text =>
        {
            Assert.Equal(text, OneLine(text));
            Assert.Equal(text, Lines(text));
        });

    [Fact]
    public void Directions_AreTheOnlyThingThatWithoutDirectionsRemoves() => AnyText.Sample(text =>
    {
        var without = PlainText.WithoutDirections(text);
        Assert.DoesNotContain(without, IsDirection);
        Assert.Equal(text.Count(c => !IsDirection(c)), without.Length);
    });

    private static bool IsDirection(char c) =>
        "\u061C\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069".Contains(c, StringComparison.Ordinal);

    /// <summary>Joiners and selectors have their places; no other format character or filler has one, nor any other space than U+0020.</summary>
    private static bool IsNeverShown(char c) =>
        IsDirection(c)
        || c is '\u00AD' or '\u034F' or '\u115F' or '\u1160' or '\u200B' or '\u2060' or '\u2800' or '\u3164' or '\uFEFF' or '\uFFA0' or '\uFFFC'
        || (c is not ' ' && char.GetUnicodeCategory(c) is UnicodeCategory.SpaceSeparator
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static string OneLine(string? text)
    {
        Assert.True(PlainText.TryOneLine(text, out var line));
        return line;
    }

    private static string Lines(string? text)
    {
        Assert.True(PlainText.TryLines(text, out var lines));
        return lines;
    }
}
