using System.Net;
using System.Text;
using Dfm.Functions.Tests.Infrastructure;
using static Dfm.Functions.Tests.Attachments.OneDitPortal;

namespace Dfm.Functions.Tests.Attachments;

/// <summary>Text fields of a form in other charsets than UTF-8 (RFC 7578, 4.6 and 5.1.2).</summary>
public sealed class FieldCharsetTests(OneDitPortal one) : IClassFixture<OneDitPortal>
{
    /// <summary>« l’arrêt à 5 € » in Windows-1252, whose quote and euro ISO-8859-1 does not have.</summary>
    private static readonly byte[] Windows1252 = [.. "l"u8, 0x92, .. "arr"u8, 0xEA, .. "t "u8, 0xE0, .. " 5 "u8, 0x80];

    private const string Text = "l’arrêt à 5 €";

    public static TheoryData<byte[], string> Described() => new()
    {
        { Windows1252, "text/plain; charset=windows-1252" },
        { Windows1252, "text/plain; charset=iso-8859-1" },
        { Windows1252, "text/plain; charset=\"ISO-8859-1\"" },
        { Encoding.UTF8.GetBytes(Text), "text/plain; charset=UTF-8" },
        { Encoding.UTF8.GetBytes(Text), "text/plain; charset=us-ascii" },
        { Encoding.UTF8.GetBytes(Text), "text/plain" },
        { Encoding.UTF8.GetBytes('\uFEFF' + Text), "text/plain" },
        { Encoding.Unicode.GetBytes('\uFEFF' + Text), "text/plain; charset=utf-16" },
    };

    [Theory]
    [MemberData(nameof(Described))]
    public async Task AField_IsDecoded_ByItsOwnCharset(byte[] text, string contentType)
    {
        var dit = await one.Raised(Undescribed().Field("description", text, contentType));

        Assert.Equal(Text, dit.Description);
    }

    [Fact]
    public async Task AField_IsDecoded_ByTheFormsCharset_WhereverThatStands()
    {
        var first = await one.Raised(Undescribed().Field("_charset_", "windows-1252"u8).Field("description", Windows1252));
        var last = await one.Raised(Undescribed().Field("description", Windows1252).Field("_charset_", "windows-1252"u8));
        var unfilled = await one.Raised(Undescribed().Field("_charset_", []).Field("description", Encoding.UTF8.GetBytes(Text)));
        var own = await one.Raised(Undescribed()
            .Field("_charset_", "windows-1252"u8)
            .Field("description", Encoding.UTF8.GetBytes(Text), "text/plain; charset=utf-8"));

        Assert.All([first, last, unfilled, own], dit => Assert.Equal(Text, dit.Description));
    }

    [Fact]
    public async Task TheFormsCharset_MayStandBesideAddedFiles()
    {
        var dit = await one.Raised(Form());
        using var form = new RawForm().Field("_charset_", "UTF-8"u8).File("filename=\"a.png\"", Dits.Samples.Png).Content();
        using var added = await one.Portal.User.PostAsync(
            new Uri($"/api/dits/{dit.Number}/attachments", UriKind.Relative), form, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain; charset=utf-8")]
    [InlineData("text/plain; charset=utf-16be")]
    [InlineData("text/plain; charset=klingon")]
    [InlineData("text/plain; charset=utf-7")]
    public async Task AField_ThatCannotBeDecoded_IsNamed_AndNothingIsStored(string? contentType)
    {
        var stored = await one.Stored();
        using var refused = await one.Raise(
            Undescribed().File("filename=\"a.png\"", Dits.Samples.Png).Field("description", [.. Windows1252, 0xD8, 0x00], contentType));

        var problem = await refused.IsProblem(HttpStatusCode.BadRequest, "text-not-decodable");
        Assert.Equal(["description"], problem.Fields);
        Assert.Equal(stored, await one.Stored());
    }
}
