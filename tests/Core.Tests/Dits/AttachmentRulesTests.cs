using System.IO.Compression;
using System.Text;
using CsCheck;
using Dfm.Core.Dits;

namespace Dfm.Core.Tests.Dits;

public class AttachmentRulesTests
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13];
    private static readonly byte[] Exe = [.. "MZ"u8, 0x90, 0, 3, 0];

    [Fact]
    public void EachKind_IsRecognised_ByNameAndContent()
    {
        Recognised("photo.PNG", Png, "image/png");
        Recognised("photo.jpeg", [0xFF, 0xD8, 0xFF, 0xE0], "image/jpeg");
        Recognised("scan.pdf", "%PDF-1.7"u8, "application/pdf");
        Recognised("compteurs.xlsx", Zip("[Content_Types].xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        Recognised("compteurs.xlsx", Zip("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        Recognised("ancien.xls", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "application/vnd.ms-excel");
        Recognised("IMG_1.heic", [0, 0, 0, 24, .. "ftypheic"u8], "image/heic");
        Recognised("notes.txt", Encoding.UTF8.GetBytes("Écran bleu\r\n"), "text/plain");
        Recognised("mail.eml", "From: a@example.com\r\n"u8, "message/rfc822");
    }

    [Theory]
    [InlineData("virus.exe")]
    [InlineData("page.html")]
    [InlineData("image.svg")]
    [InlineData("macro.xlsm")]
    [InlineData("sans-extension")]
    [InlineData("photo.png.exe")]
    public void AForbiddenKind_IsRefused_WhateverItsContent(string name) =>
        Assert.Equal("attachment-kind-not-allowed", AttachmentRules.Recognise(name, Png).Problem?.Code);

    [Fact]
    public void ADisguisedFile_IsRefused()
    {
        Disguised("photo.png", Exe);
        Disguised("notes.txt", Exe);
        Disguised("compteurs.xlsx", Zip("META-INF/MANIFEST.MF"));
        Disguised("compteurs.xlsx", Png);
        Disguised("photo.jpg", Png);
        Disguised("donnees.csv", [1, 2, 3, 0]);
    }

    [Fact]
    public void AnEmptyFile_IsRefused() => Assert.Equal("attachment-empty", AttachmentRules.Recognise("a.png", []).Problem?.Code);

    [Theory]
    [InlineData("C:\\Users\\claire\\écran.png", "écran.png")]
    [InlineData("../../etc/passwd.txt", "passwd.txt")]
    [InlineData("rapport\u202Egnp.exe", "rapportgnp.exe")]
    [InlineData("  . ", "fichier")]
    [InlineData(null, "fichier")]
    [InlineData("a\r\nb.txt", "ab.txt")]
    public void AName_IsKept_WithoutWhatMisleads(string? given, string kept) => Assert.Equal(kept, AttachmentRules.CleanName(given));

    [Fact]
    public void AnyName_IsKept_ShortAndWithoutFolders() => Gen.String.Sample(given =>
    {
        var name = AttachmentRules.CleanName(given);
        Assert.InRange(name.Length, 1, AttachmentRules.MaxNameLength);
        Assert.DoesNotContain(name, character => char.IsControl(character) || character is '/' or '\\');
    });

    private static void Recognised(string name, ReadOnlySpan<byte> head, string contentType) =>
        Assert.Equal(contentType, AttachmentRules.Recognise(name, head).Value.ContentType);

    private static void Disguised(string name, ReadOnlySpan<byte> head) =>
        Assert.Equal("attachment-content-mismatch", AttachmentRules.Recognise(name, head).Problem?.Code);

    private static byte[] Zip(string firstEntry)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create)) zip.CreateEntry(firstEntry);
        return bytes.ToArray();
    }
}
