using Azure;
using Dfm.Functions.Commands;
using Dfm.Functions.Http;
using Microsoft.AspNetCore.Http;

namespace Dfm.Functions.Tests.Http;

/// <summary><c>If-Match</c> (RFC 9110, 13.1.1).</summary>
public sealed class EntityTagsTests
{
    private static readonly ETag Version = new("W/\"datetime'2026-03-02T08%3A00%3A00.0000000Z'\"");
    private static readonly string Second = EntityTags.ToHttp(VersionETag.Of(2));
    private static readonly string Third = EntityTags.ToHttp(VersionETag.Of(3));

    [Fact]
    public void AVersion_GoesOutAsAStrongTag_AndComesBack()
    {
        var tag = EntityTags.ToHttp(Version);

        Assert.Matches("^\"[A-Za-z0-9_-]+\"$", tag);
        Assert.Equal([Version], IfMatch(tag).Value!.OneOf);
    }

    [Fact]
    public void WithoutTheHeader_OrWithAStar_AnyVersionIsGood()
    {
        Assert.True(Allows(3));
        Assert.True(Allows(3, "*"));
    }

    [Fact]
    public void OfAList_OneHasToBeCurrent()
    {
        Assert.True(Allows(3, $"{Second}, {Third}"));
        Assert.True(Allows(3, $" , {Third} ,,{Second},"));
        Assert.True(Allows(3, Second, Third));
        Assert.False(Allows(4, $"{Second}, {Third}"));
    }

    [Fact]
    public void AWeakTag_IsNeverCurrent_ComparisonBeingStrong()
    {
        Assert.False(Allows(3, $"W/{Third}"));
        Assert.False(Allows(3, $"w/{Third}"));
        Assert.False(Allows(3, "W/\"anything at all!\""));
        Assert.False(Allows(3, $"W/{Third}, {Second}"));
        Assert.True(Allows(3, $"W/{Second}, {Third}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(",")]
    [InlineData("x")]
    [InlineData("MQ")]
    [InlineData("\"MQ")]
    [InlineData("\"\"")]
    [InlineData("\"not base64!\"")]
    [InlineData("\"MQ\" \"Mg\"")]
    [InlineData("\"MQ\", x")]
    [InlineData("\"MQ\", *")]
    public void WhatIsNoListOfThePortalsTags_IsRefused(string header) => Assert.Equal("bad-if-match", IfMatch(header).Problem?.Code);

    private static bool Allows(int version, params string[] headers) =>
        new CommandConditions(IfMatch(headers).Value, null).Allow(version);

    private static Dfm.Core.Result<VersionCondition?> IfMatch(params string[] headers)
    {
        var request = new DefaultHttpContext().Request;
        if (headers.Length > 0) request.Headers.IfMatch = headers;
        return request.IfMatch();
    }
}
