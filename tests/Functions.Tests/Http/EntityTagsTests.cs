using Azure;
using Dfm.Functions.Http;
using Microsoft.AspNetCore.Http;

namespace Dfm.Functions.Tests.Http;

public sealed class EntityTagsTests
{
    private static readonly ETag Version = new("W/\"datetime'2026-03-02T08%3A00%3A00.0000000Z'\"");

    [Fact]
    public void AVersion_GoesOutAsAStrongTag_AndComesBack()
    {
        var tag = EntityTags.ToHttp(Version);

        Assert.Matches("^\"[A-Za-z0-9_-]+\"$", tag);
        Assert.Equal(Version, IfMatch(tag).Value);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("*")]
    public void WithoutAVersion_AnyIsGood(string? header) => Assert.Null(IfMatch(header).Value);

    [Theory]
    [InlineData("x")]
    [InlineData("\"\"")]
    [InlineData("\"not base64!\"")]
    [InlineData("W/\"YQ\"")]
    [InlineData("\"YQ\", \"Yg\"")]
    public void WhatIsNoTagOfThePortals_IsRefused(string header) => Assert.Equal("bad-if-match", IfMatch(header).Problem?.Code);

    private static Dfm.Core.Result<ETag?> IfMatch(string? header)
    {
        var request = new DefaultHttpContext().Request;
        if (header is not null) request.Headers.IfMatch = header;
        return request.IfMatch();
    }
}
