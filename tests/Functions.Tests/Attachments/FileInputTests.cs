using System.Net;
using System.Text;
using Dfm.Core.Tests.Attachments;
using Dfm.Functions.Dits.Responses;
using Dfm.Functions.Tests.Dits;
using Dfm.Functions.Tests.Infrastructure;
using static Dfm.Functions.Tests.Attachments.OneDitPortal;

namespace Dfm.Functions.Tests.Attachments;

/// <summary>Files as browsers, telephones and programs send them.</summary>
public sealed class FileInputTests(OneDitPortal one) : IClassFixture<OneDitPortal>
{
    [Fact]
    public async Task AFileInput_WithoutAChoice_IsNoFile()
    {
        var dit = await one.Raised(Form().File("filename=\"\"", []).Field("files", []));

        Assert.Empty(dit.Attachments);
    }

    [Fact]
    public async Task AFileInput_WithoutAChoice_IsNoFile_WhereFilesAreAdded()
    {
        var dit = await one.Raised(Form());

        using var none = await Add(dit, new RawForm().File("filename=\"\"", []));
        using var added = await Add(dit, new RawForm().File("filename=\"\"", []).File("filename=\"a.png\"", Samples.Png));

        await none.IsProblem(HttpStatusCode.BadRequest, "attachment-missing");
        Assert.Equal("a.png", Assert.Single((await added.Read<DitResponse>(HttpStatusCode.Created)).Attachments).Name);
    }

    [Theory]
    [InlineData("filename=\"\"")]
    [InlineData("filename*=klingon''a.png")]
    public async Task AFileWithoutAName_IsNotDropped(string parameters)
    {
        using var refused = await one.Raise(Form().File(parameters, Samples.Png));

        await refused.IsProblem(HttpStatusCode.UnsupportedMediaType, "attachment-kind-not-allowed");
    }

    [Theory]
    [InlineData("filename=\"plan 15\\\".png\"", "plan 15.png")]
    [InlineData("filename=\"plan 15%22.png\"", "plan 15.png")]
    [InlineData("filename=\"plan%0D%0A15.png\"", "plan15.png")]
    [InlineData("filename=\"100%2Fan.png\"", "100%2Fan.png")]
    [InlineData("filename=\"relevé 10:32:07.png\"", "relevé 10-32-07.png")]
    [InlineData("filename=\"C:\\Users\\claire\\écran.png\"", "écran.png")]
    [InlineData("filename=\"C:\\\\Users\\\\claire\\\\écran.png\"", "écran.png")]
    [InlineData("filename=\"../../écran.png\"", "écran.png")]
    [InlineData("filename=\"rapport\u202Egnp.png\"", "rapportgnp.png")]
    [InlineData("filename=\"e\u0301cran.png\"", "écran.png")]
    [InlineData("filename=plan.png; size=70", "plan.png")]
    [InlineData("filename=\"plan.png\"; filename*=UTF-8''d%C3%A9faut%20%22A%22.png", "défaut A.png")]
    [InlineData("filename*=iso-8859-1''d%E9faut.png", "défaut.png")]
    [InlineData("filename=\"plan.png\"; filename*=klingon''x.png", "plan.png")]
    [InlineData("filename=\"=?utf-8?B?ZMOpZmF1dC5wbmc=?=\"", "défaut.png")]
    public async Task AName_IsReadAsItsClientMeansIt_AndIsLegal(string parameters, string name)
    {
        var dit = await one.Raised(Form().File(parameters, Samples.Png));

        Assert.Equal((name, name), Assert.Single(dit.Attachments.Select(file => (file.Name, file.FileName))));
    }

    [Fact]
    public async Task AName_InLatin1_IsReplacedByACleanOne()
    {
        var dit = await one.Raised(Form().File("filename=\"relevé.png\"", Samples.Png, Encoding.Latin1));

        Assert.Equal("relev_.png", Assert.Single(dit.Attachments).Name);
    }

    [Fact]
    public async Task ALongName_IsCut_BetweenCharacters_AndKeepsItsExtension()
    {
        var letters = new string('é', 115);
        var dit = await one.Raised(Form().File($"filename=\"{letters}🖨🖨🖨.png\"", Samples.Png));

        Assert.Equal(letters + ".png", Assert.Single(dit.Attachments).Name);
    }

    /// <summary>What is sent, and as what it is downloaded.</summary>
    public static TheoryData<string, string, byte[], string, string> Kinds() => new()
    {
        { "UTF-16 log of PowerShell", "spouleur.log", SampleFiles.Utf16Log, "text/plain", "spouleur.log" },
        { "UTF-16 log without a mark", "spouleur.log", SampleFiles.UnmarkedUtf16Log, "text/plain", "spouleur.log" },
        { "JFIF", "photo.jfif", SampleFiles.Jpeg, "image/jpeg", "photo.jfif" },
        { "AVIF", "photo.avif", SampleFiles.Avif, "image/avif", "photo.avif" },
        { "workbook with a password", "paie.xlsx", SampleFiles.CompoundFile, Workbook, "paie.xlsx" },
        { "HEIC that Windows calls JPEG", "IMG 1.jpg", SampleFiles.Heic, "image/heic", "IMG 1.heic" },
        { "PNG named PDF", "écran.pdf", Samples.Png, "image/png", "écran.png" },
        { "PDF after a thousand bytes", "scan.pdf", SampleFiles.PdfAfter(1000), "application/pdf", "scan.pdf" },
        { "PDF named TIFF", "scan.tif", SampleFiles.Pdf, "application/pdf", "scan.pdf" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task AFileThatPeopleHave_IsAccepted_AndSavedUnderItsContentsExtension(
        string what, string name, byte[] content, string contentType, string fileName)
    {
        var dit = await one.Raised(Form().File($"filename=\"{name}\"", content));

        var file = Assert.Single(dit.Attachments);
        Assert.Equal((what, name, fileName, contentType), (what, file.Name, file.FileName, file.ContentType));
        Assert.Equal([name], dit.Journal[0].Attachments);
        using var download = await one.Portal.User.GetAsync(
            new Uri($"/api/dits/{dit.Number}/attachments/{file.Id}", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(fileName, download.Content.Headers.ContentDisposition?.FileNameStar);
        Assert.Equal(contentType, download.Content.Headers.ContentType?.ToString());
        Assert.Equal(content, await download.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("photo.jpg")]
    [InlineData("scan.pdf")]
    [InlineData("compteurs.xlsx")]
    [InlineData("notes.txt")]
    public async Task AProgram_IsRefused_UnderAnyName(string name)
    {
        var stored = await one.Stored();
        using var refused = await one.Raise(Form().File("filename=\"a.png\"", Samples.Png).File($"filename=\"{name}\"", Samples.Exe));

        await refused.IsProblem(HttpStatusCode.UnsupportedMediaType, "attachment-content-mismatch");
        Assert.Equal(stored, await one.Stored());
    }

    [Fact]
    public async Task ACompressedForm_IsRefused_AndTellsHowToSendIt()
    {
        using var content = Form().Content();
        content.Headers.ContentEncoding.Add("gzip");
        using var refused = await DitPortal.Raise(one.Portal.User, "p1", content);

        await refused.IsProblem(HttpStatusCode.UnsupportedMediaType, "content-encoding-not-supported");
        Assert.Equal(["identity"], refused.Headers.GetValues("Accept-Encoding"));
    }

    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private async Task<HttpResponseMessage> Add(DitResponse dit, RawForm form)
    {
        using var content = form.Content();
        var route = new Uri($"/api/dits/{dit.Number}/attachments", UriKind.Relative);
        return await one.Portal.User.PostAsync(route, content, TestContext.Current.CancellationToken);
    }
}
