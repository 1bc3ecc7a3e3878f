using Dfm.Core.Accounts;

namespace Dfm.Core.Tests.Accounts;

public sealed class PasswordRulesTests
{
    private static readonly LoginIdentifier Claire = LoginIdentifier.Parse("c.delorme@example.com");

    [Theory]
    [InlineData("Trois chevaux verts !")]
    [InlineData("douze lettre")]
    [InlineData("éèàùéèàùéèàù")]
    public void ALongPasswordOfOnesOwn_IsTaken(string password) => Assert.Null(Fault(password));

    [Theory]
    [InlineData("onze lettre")]
    // Eleven characters as people count them, of more code points.
    [InlineData("e\u0301te\u0301 a\u0300 pied")]
    public void AShortOne_IsRefused(string password) => Assert.Contains("12 caractères", Fault(password), StringComparison.Ordinal);

    [Theory]
    [InlineData("azertyuiop123")]
    [InlineData("MotDePasse2026")]
    [InlineData("Mot\u00A0de passe")]
    public void ACommonOne_IsRefused_HoweverItIsWritten(string password) =>
        Assert.Contains("courant", Fault(password), StringComparison.Ordinal);

    [Theory]
    [InlineData("C.Delorme@Example.com")]
    [InlineData("c.delorme@example.com-2026")]
    public void TheIdentifier_IsNone(string password) => Assert.Contains("identifiant", Fault(password), StringComparison.Ordinal);

    [Fact]
    public void AShortIdentifier_MayStandInIt() =>
        Assert.Null(PasswordRules.Fault(Password.Parse("un grand ananas"), LoginIdentifier.Parse("an")));

    private static string? Fault(string password) => PasswordRules.Fault(Password.Parse(password), Claire);
}
