using System.Text;
using CsCheck;
using Dfm.Core.Text;

namespace Dfm.Core.Tests.Text;

public sealed class FileTextTests
{
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void AFileWithAMark_IsDecodedByIt(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        Assert.Equal("Société « Été » 🔥", FileText.Decode([.. encoding.GetPreamble(), .. encoding.GetBytes("Société « Été » 🔥")]));
    }

    [Fact]
    public void AFileWithoutAMark_IsUtf8_WhenItIsValid() =>
        Gen.String.Sample(text => Assert.Equal(Valid(text), FileText.Decode(Encoding.UTF8.GetBytes(Valid(text)))));

    [Theory]
    [InlineData("Société Général;12 €;l’été")]
    [InlineData("« CAFÉ\u00A0»")]
    [InlineData("é")]
    public void AFileThatIsNoUtf8_IsWindows1252(string text) => Assert.Equal(text, FileText.Decode(Windows1252.GetBytes(text)));

    [Fact]
    public void ADamagedUtf8File_IsNotTakenForWindows1252()
    {
        var text = FileText.Decode([.. "Société Été\n"u8, 0xE9, .. "tage\n"u8]);
        Assert.Equal("Société Été\n\uFFFFtage\n", text);
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x41, 0x00, 0x00, 0xD8, 0x42, 0x00 }, "A\uFFFFB")]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x41, 0x00, 0x42 }, "A\uFFFF")]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF, 0x41, 0xE9 }, "A\uFFFF")]
    [InlineData(new byte[0], "")]
    public void WhatCannotBeDecoded_IsMarked(byte[] bytes, string expected) => Assert.Equal(expected, FileText.Decode(bytes));

    /// <summary>Without half characters, and without U+FEFF in front, which would be a mark.</summary>
    private static string Valid(string text) =>
        string.Concat(text.EnumerateRunes().Where(rune => rune.Value is not 0xFFFF)).TrimStart('\uFEFF');
}
