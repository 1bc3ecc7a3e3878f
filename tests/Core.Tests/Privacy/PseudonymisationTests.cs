using System.Text.Json;
using CsCheck;
using Dfm.Core.Accounts;
using Dfm.Core.Privacy;

namespace Dfm.Core.Tests.Privacy;

/// <summary>A pseudonym takes the place of a person wherever the person is named, and nothing else changes.</summary>
public sealed class PseudonymisationTests
{
    private static readonly Pseudonym Somebody = new("0a1b2c3d");
    private static readonly PersonalTraits Nadia = new(
        UserId.Parse("u-117"), ["Nadia Keller", "Nadia O'Brien"], ["nadia.keller@example.com", "n.keller", "02 61 91 10 77"]);
    private static readonly Pseudonymisation Forgetting = new(Nadia, Somebody);

    [Theory]
    [InlineData("by", "Nadia Keller", "Personne effacée 0a1b2c3d")]
    [InlineData("by", "nadia keller", "Personne effacée 0a1b2c3d")]
    [InlineData("text", "Voir avec Nadia O'Brien, 02 61 91 10 77.", "Voir avec Personne effacée 0a1b2c3d, Personne effacée 0a1b2c3d.")]
    [InlineData("text", "Écrire à NADIA.KELLER@example.com.", "Écrire à Personne effacée 0a1b2c3d.")]
    [InlineData("text", "Au 02.61.91.10.77 ou au +33 (0)2 61 91 10 77.", "Au Personne effacée 0a1b2c3d ou au Personne effacée 0a1b2c3d.")]
    [InlineData("phone", "+33261911077", "Personne effacée 0a1b2c3d")]
    [InlineData("text", "Compteur 10261911077, puis 02 61 91 10 78", "Compteur 10261911077, puis 02 61 91 10 78")]
    [InlineData("name", "CV Nadia Keller.pdf", "CV Personne effacée 0a1b2c3d.pdf")]
    [InlineData("text", "Demande d'Anna, puis d'Nadia Keller", "Demande d'Anna, puis d'Personne effacée 0a1b2c3d")]
    [InlineData("email", "nadia.keller@example.com", "")]
    [InlineData("Subject", "u-117", "efface-0a1b2c3d")]
    [InlineData("asset", "u-117", "u-117")]
    [InlineData("text", "Anna-Nadia Keller et Nadia Kellermann", "Anna-Nadia Keller et Nadia Kellermann")]
    [InlineData("email", "anna.nadia.keller@example.com", "anna.nadia.keller@example.com")]
    [InlineData("email", "nadia.keller@example.com.fr", "nadia.keller@example.com.fr")]
    [InlineData("email", "n.keller@autre.example", "n.keller@autre.example")]
    [InlineData("text", "{ Nadia, un crochet }", "{ Nadia, un crochet }")]
    [InlineData("text", "", "")]
    public void ATextThatNamesThePerson_NamesThePseudonym(string field, string text, string expected)
    {
        Assert.Equal(expected, Forgetting.Of(field, text));
        Assert.Equal(expected != text, Forgetting.Concerns(field, text));
    }

    [Fact]
    public void AFile_IsOfWhoHasAddedIt()
    {
        var own = Forgetting.Of("Data", FileOf("u-117"));

        Assert.Contains("Personne effacée 0a1b2c3d", own, StringComparison.Ordinal);
        Assert.DoesNotContain("u-117", own, StringComparison.Ordinal);
        Assert.Equal(FileOf("u-118"), Forgetting.Of("Data", FileOf("u-118")));

        static string FileOf(string user) => $$"""{"addedByUser":"{{user}}","addedBy":"Nadia Keller","name":"photo.png"}""";
    }

    [Fact]
    public void WhatWasFiledByThePersonsAddress_IsThePersons()
    {
        var filed = $$$"""{"raisedBy":{"user":"{{{new MailSender("nadia.keller@example.com").User}}}","name":"N. K.","email":"nadia.keller@example.com"}}""";

        Assert.Equal(
            """{"raisedBy":{"user":"efface-0a1b2c3d","name":"Personne effacée 0a1b2c3d","email":""}}""", Forgetting.Of("Data", filed));
    }

    [Fact]
    public void AColumnBesideAUsersId_IsThatUsers()
    {
        Assert.Equal("Personne effacée 0a1b2c3d", Forgetting.Of("By", "Nadia Maiden Name", whose: "u-117"));
        Assert.Equal("Nadia Keller", Forgetting.Of("By", "Nadia Keller", whose: "u-118"));
        Assert.Equal("Vu avec Personne effacée 0a1b2c3d", Forgetting.Of("Text", "Vu avec Nadia Keller", whose: "u-118"));
    }

    [Fact]
    public void APlainWord_StandsForThePersonOnlyWhereItIsTheWholeText()
    {
        var forgetting = new Pseudonymisation(new PersonalTraits(UserId.Parse("paul"), ["Paul"], ["paul"]), Somebody);

        Assert.Equal("Personne effacée 0a1b2c3d", forgetting.Of("by", "Paul"));
        Assert.Equal("12 rue Paul Doumer", forgetting.Of("street", "12 rue Paul Doumer"));
        Assert.Equal("efface-0a1b2c3d", forgetting.Of("user", "paul"));
    }

    [Fact]
    public void AnObjectWithThePersonsId_TellsNothingElse_WhateverTheNameWasThen_AndANamesakesStays()
    {
        var document = """
            {"raisedBy":{"user":"u-117","name":"Nadia Maden Name","email":"old@example.com"},"amount":12.50,
             "other":{"user":"u-118","name":"Nadia Keller","email":"other@example.com"},"journal":[{"by":"Nadia Keller","text":"Été"}]}
            """;

        var after = JsonElement.Parse(Forgetting.Of("Data", document));

        Assert.Equal("""{"user":"efface-0a1b2c3d","name":"Personne effacée 0a1b2c3d","email":""}""", after.GetProperty("raisedBy").GetRawText());
        Assert.Equal("""{"user":"u-118","name":"Nadia Keller","email":"other@example.com"}""", after.GetProperty("other").GetRawText());
        Assert.Equal("""[{"by":"Personne effacée 0a1b2c3d","text":"Été"}]""", after.GetProperty("journal").GetRawText());
        Assert.Equal("12.50", after.GetProperty("amount").GetRawText());
    }

    [Fact]
    public void ADocumentWithinADocument_IsLookedAtToo()
    {
        var kept = JsonSerializer.Serialize(new { status = 200, body = JsonSerializer.Serialize(new { raisedBy = "Nadia Keller", note = "é\"" }) });

        var after = JsonElement.Parse(Forgetting.Of("Data", kept));

        Assert.Equal("Personne effacée 0a1b2c3d", JsonElement.Parse(after.GetProperty("body").GetString()!).GetProperty("raisedBy").GetString());
        Assert.Equal("é\"", JsonElement.Parse(after.GetProperty("body").GetString()!).GetProperty("note").GetString());
    }

    [Fact]
    public void ADocumentThatDoesNotNameThePerson_StaysToTheLastByte()
    {
        const string Document = """{ "a" : 1.0, "b": ["é", "\u00e9"] }""";

        Assert.Same(Document, Forgetting.Of("Data", Document));
    }

    [Fact]
    public void WhateverStandsAround_NothingOfThePersonIsLeft_AndTheRestStays() =>
        Gen.Select(Gen.String[Gen.Char["abc .,;:()«»"], 0, 20], Gen.OneOf([.. Nadia.Names.Concat(Nadia.Contacts).Select(text => Gen.Const(text))]), Gen.String[Gen.Char["xyz .,;()"], 0, 20])
            .Sample((before, trait, after) =>
            {
                var text = $"{before} {trait} {after}";
                var forgotten = Forgetting.Of("text", text);
                Assert.DoesNotContain(trait, forgotten, StringComparison.OrdinalIgnoreCase);
                Assert.StartsWith($"{before} ", forgotten, StringComparison.Ordinal);
                Assert.EndsWith($" {after}", forgotten, StringComparison.Ordinal);
                Assert.Equal(forgotten, Forgetting.Of("text", forgotten));
            });
}
