using CsCheck;
using Dfm.Core.Inbound;

namespace Dfm.Core.Tests.Inbound;

public sealed class SenderProofTests
{
    private static readonly Gen<string> Labels = Gen.String[Gen.Char['a', 'z'], 1, 8];

    [Theory]
    [InlineData("{@example.com : pass}", "none", "", "paul@example.com", true)]
    [InlineData("{@example.com : pass}", "none", "", "Paul@EXAMPLE.com", true)]
    [InlineData("{@mail.example.com : pass, @other.net : fail}", "none", "", "paul@example.com", true)]
    [InlineData("{@example.com : pass}", "none", "", "paul@compta.example.com", true)]
    [InlineData("none", "pass", "bounce@example.com", "paul@example.com", true)]
    [InlineData("none", "Pass", "<>", "paul@example.com", false)]
    [InlineData("{@example.com : fail}", "softfail", "paul@example.com", "paul@example.com", false)]
    [InlineData("{@other.net : pass}", "pass", "x@other.net", "paul@example.com", false)]
    [InlineData("{@com : pass}", "none", "", "paul@example.com", false)]
    [InlineData("{@notexample.com : pass}", "none", "", "paul@example.com", false)]
    [InlineData("{@news.example.com : pass}", "none", "", "paul@mail.example.com", false)]
    [InlineData(null, null, null, "paul@example.com", false)]
    [InlineData("{@example.com : pass}", "pass", "paul@example.com", null, false)]
    [InlineData("{@example.com : pass}", "pass", "paul@example.com", "no address", false)]
    [InlineData("}}}} : pass {@ : pass, @@ : pass", "pass", "@", "paul@example.com", false)]
    public void VouchesForASender_WhoseDomainIsAligned(string? dkim, string? spf, string? envelope, string? from, bool expected) =>
        Assert.Equal(expected, SenderProof.Of(dkim, spf, envelope).VouchesFor(from));

    [Fact]
    public void NobodyVouches_ForAnotherDomain() => Gen.Select(Labels, Labels).Where((one, other) => one != other).Sample((one, other) =>
        !SenderProof.Of($"{{@{one}.example : pass}}", "pass", $"x@{one}.example").VouchesFor($"x@{other}.example"));

    [Fact]
    public void AnyText_IsNoReasonToFail() => Gen.Select(Gen.String, Gen.String, Gen.String, Gen.String).Sample((dkim, spf, envelope, from) =>
    {
        _ = SenderProof.Of(dkim, spf, envelope).VouchesFor(from);
    });
}
