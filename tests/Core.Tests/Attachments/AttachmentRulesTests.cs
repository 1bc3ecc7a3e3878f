using System.Text;
using CsCheck;
using Dfm.Core.Attachments;
using static Dfm.Core.Tests.Attachments.SampleFiles;

namespace Dfm.Core.Tests.Attachments;

public class AttachmentRulesTests
{
    [Fact]
    public void EachKind_IsRecognised_ByNameAndContent()
    {
        Recognised("photo.PNG", Png, "image/png");
        Recognised("photo.jpeg", Jpeg, "image/jpeg");
        Recognised("photo.jfif", Jpeg, "image/jpeg");
        Recognised("IMG_1.heic", Heic, "image/heic");
        Recognised("IMG_1.avif", Avif, "image/avif");
        Recognised("IMG_1.avif", AvifOfMif1, "image/avif");
        Recognised("plan.bmp", Bmp, "image/bmp");
        Recognised("scan.pdf", Pdf, "application/pdf");
        Recognised("compteurs.xlsx", Zip("[Content_Types].xml"), Spreadsheet);
        Recognised("compteurs.xlsx", Zip("xl/workbook.xml"), Spreadsheet);
        Recognised("ancien.xls", CompoundFile, "application/vnd.ms-excel");
        Recognised("notes.txt", Encoding.UTF8.GetBytes("Écran bleu\r\n"), "text/plain");
        Recognised("mail.eml", "From: a@example.com\r\n"u8, "message/rfc822");
    }

    [Theory]
    [InlineData("compteurs.xlsx", Spreadsheet)]
    [InlineData("contrat.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")]
    [InlineData("offre.pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation")]
    public void AnOfficeFile_WithAPassword_IsACompoundFile_AndKeepsItsKind(string name, string contentType) =>
        Recognised(name, CompoundFile, contentType);

    [Fact]
    public void ALog_InUtf16_IsText_WithAndWithoutAByteOrderMark()
    {
        Recognised("spouleur.log", Utf8Log, "text/plain");
        Recognised("spouleur.log", Utf16Log, "text/plain");
        Recognised("spouleur.log", UnmarkedUtf16Log, "text/plain");
        Recognised("spouleur.log", BigEndianUtf16Log, "text/plain");
        Recognised("spouleur.log", [.. BigEndianUtf16Log.AsSpan(2)], "text/plain");
        Recognised("compteurs.csv", Utf16Log, "text/csv");
        Recognised("notes.txt", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("打印机 🖨")], "text/plain");
    }

    [Fact]
    public void ALongText_IsText_WhereverItsSampleIsCut() => Gen.Int[0, 600].Sample(spaces =>
    {
        var text = new string(' ', spaces) + string.Concat(Enumerable.Repeat("é🖨", 600));
        Recognised("a.txt", Encoding.Unicode.GetBytes('\uFEFF' + text).AsSpan(0, AttachmentRules.HeadBytes), "text/plain");
        Recognised("a.txt", Encoding.UTF8.GetBytes(text).AsSpan(0, AttachmentRules.HeadBytes), "text/plain");
    });

    [Fact]
    public void APdf_HasItsHeader_WithinTheFirst1024Bytes()
    {
        Recognised("scan.pdf", PdfAfter(1019).AsSpan(0, AttachmentRules.HeadBytes), "application/pdf");
        Disguised("scan.pdf", PdfAfter(1020).AsSpan(0, AttachmentRules.HeadBytes));
    }

    [Theory]
    [InlineData("IMG_1.jpg", "image/heic", "IMG_1.heic")]
    [InlineData("IMG_1.JPEG", "image/png", "IMG_1.png")]
    [InlineData("IMG_1.png", "image/webp", "IMG_1.webp")]
    [InlineData("IMG_1.heic", "image/avif", "IMG_1.avif")]
    [InlineData("IMG_1.pdf", "image/jpeg", "IMG_1.jpg")]
    [InlineData("scan.tif", "application/pdf", "scan.pdf")]
    public void APicture_WithAnotherPicturesExtension_IsWhatItsContentSays(string name, string contentType, string fileName)
    {
        byte[][] pictures = [Heic, Png, Webp, Avif, Jpeg, Pdf];
        var content = pictures.Single(picture => AttachmentRules.Recognise(name, picture).Value.ContentType == contentType);

        Recognised(name, content, contentType);
        Assert.Equal(fileName, AttachmentRules.FileName(name, contentType));
    }

    [Theory]
    [InlineData("photo.jfif", "image/jpeg")]
    [InlineData("photo.JPG", "image/jpeg")]
    [InlineData("ecran.png", "image/png")]
    public void ARightExtension_IsNotCorrected(string name, string contentType) =>
        Assert.Equal(name, AttachmentRules.FileName(name, contentType));

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
        Disguised("photo.jpg", Zip("photo.jpg"));
        Disguised("photo.jpg", CompoundFile);
        Disguised("photo.jpg", "BMW en panne"u8);
        Disguised("notes.txt", Png);
        Disguised("donnees.csv", [1, 2, 3, 0]);
        Disguised("notes.txt", [0xFF, 0xFE, 0, 0, (byte)'a', 0]);
    }

    [Fact]
    public void AProgramOrAnArchive_WithAPdfInside_IsNoPdf()
    {
        Disguised("facture.pdf", [.. Exe, .. Pdf]);
        Disguised("facture.pdf", [.. Zip("facture.pdf"), .. Pdf]);
        Disguised("facture.pdf", [.. "#!/bin/sh\n"u8, .. Pdf]);
    }

    [Fact]
    public void RandomBytes_AreNoUtf16() => Gen.Byte.Array[64, AttachmentRules.HeadBytes].Sample(
        bytes => !AttachmentRules.Recognise("a.txt", [0, .. bytes]).IsSuccess);

    [Fact]
    public void AnEmptyFile_IsRefused() => Assert.Equal("attachment-empty", AttachmentRules.Recognise("a.png", []).Problem?.Code);

    private const string Spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private static void Recognised(string name, ReadOnlySpan<byte> head, string contentType) =>
        Assert.Equal(contentType, AttachmentRules.Recognise(name, head).Value.ContentType);

    private static void Disguised(string name, ReadOnlySpan<byte> head) =>
        Assert.Equal("attachment-content-mismatch", AttachmentRules.Recognise(name, head).Problem?.Code);
}
