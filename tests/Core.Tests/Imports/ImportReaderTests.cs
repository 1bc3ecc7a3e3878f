using Dfm.Core.Accounts;
using Dfm.Core.Imports;
using Dfm.Core.Parc;

namespace Dfm.Core.Tests.Imports;

public sealed class ImportReaderTests
{
    private const string AssetHeading = "id;customer;site;kind;make;model;designation;serialNumber;location;contract;hasCounters\n";

    [Fact]
    public void Assets_AreReadWithTheirColumnsInAnyOrder()
    {
        var file = Assets("serialNumber;id;site;customer;kind;make;model;hasCounters;designation;location;contract;ignored\n"
            + "SN1;B1;S1;C1;IT;Dell;7010;NON; Poste de soins ;\"Bâtiment A; \"\"urgences\"\"\";;x\n");
        Assert.Empty(file.Errors);
        Assert.Equal(
            new AssetRecord(
                AssetId.Parse("B1"), CustomerId.Parse("C1"), SiteId.Parse("S1"), AssetKind.It, "Dell", "7010", "Poste de soins", "SN1",
                "Bâtiment A; \"urgences\"", null, HasCounters: false),
            Assert.Single(file.Records));
    }

    [Fact]
    public void WrongLines_AreToldInFrenchWithTheirLine_AndTheOthersAreRead()
    {
        var file = Assets(AssetHeading
            + "B1;C1;S1;Printing;Ricoh;IM;Copieur;SN1;Accueil;CTR;oui\n"
            + "B 2;C1;S1;Fax;Ricoh;IM;;SN2;Accueil;CTR;peut-être\n"
            + "\n"
            + "B3;C1;S1;Printing;Ricoh\n"
            + "B4;C1;S1;Printing;\"Ricoh;IM;Copieur;SN4;Accueil;CTR;oui\n"
            + "B1;C1;S2;Printing;Ricoh;IM;Copieur;SN5;Accueil;CTR;oui\n"
            + "B1;C2;S2;Printing;Ricoh;IM;Copieur;SN6;Accueil;CTR;oui\n");
        Assert.Equal(["SN1", "SN6"], file.Records.Select(asset => asset.SerialNumber));
        Assert.Equal(
            [
                new ImportError(3, "id", "« id » : 1 à 40 lettres sans accent, chiffres, « - » ou « _ »."),
                new ImportError(3, "kind", "« kind » : valeurs possibles : Printing, IT, Telecom."),
                new ImportError(3, "designation", "« designation » est obligatoire."),
                new ImportError(3, "hasCounters", "« hasCounters » : valeurs possibles : oui, non."),
                new ImportError(5, null, "5 colonnes au lieu de 11."),
                new ImportError(6, null, "Les guillemets de cette ligne ne vont pas par deux."),
                new ImportError(7, null, "La ligne 2 porte déjà ce code."),
            ],
            file.Errors);
    }

    [Fact]
    public void MissingColumns_AreToldOnce_AndNothingIsRead()
    {
        var file = ImportReader.Customers(new StringReader("code;nom\nC1;Client\nC2;Client\n"));
        Assert.Empty(file.Records);
        Assert.Equal([new(1, "id", "La colonne « id » manque."), new(1, "name", "La colonne « name » manque.")], file.Errors);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    public void EmptyFile_LacksItsColumns(string text) =>
        Assert.Equal(2, ImportReader.Customers(new StringReader(text)).Errors.Count);

    [Fact]
    public void Users_HaveAnAddress_AndSupervisorsNoSites()
    {
        var file = ImportReader.Users(new StringReader("identifier;customer;name;email;phone;profile;sites\n"
            + "a;C1;Anne;a@example.com;;Superviseur;\n"
            + "b;C1;Bruno;b@example.com;02 61;utilisateur;S2|S1|S2\n"
            + "c;C1;Chloé;example.com;;Utilisateur;S1\n"
            + "d;C1;Denis;d@example.com;;Superviseur;S1\n"
            + "B;C1;Béa;b2@example.com;;Utilisateur;\n"));
        Assert.Equal(["a", "b"], file.Records.Select(user => user.Identifier.Value));
        Assert.Equal(["S1", "S2"], file.Records[1].Sites.Select(site => site.Value));
        Assert.Equal([(4, "email"), (5, "sites"), (6, null)], file.Errors.Select(error => (error.Line, error.Column)));
    }

    [Fact]
    public void DemoFiles_AreRight()
    {
        var customers = Demo("customers.csv", ImportReader.Customers).Select(customer => customer.Id).ToHashSet();
        var sites = Demo("sites.csv", ImportReader.Sites).Select(site => (site.Customer, site.Id)).ToHashSet();
        var assets = Demo("assets.csv", ImportReader.Assets);
        var users = Demo("users.csv", ImportReader.Users);
        var natures = Demo("natures.csv", ImportReader.Natures);
        Assert.All(sites, site => Assert.Contains(site.Customer, customers));
        Assert.All(assets, asset => Assert.Contains((asset.Customer, asset.Site), sites));
        Assert.All(users, user => Assert.All(user.Sites, site => Assert.Contains((user.Customer, site), sites)));
        Assert.All(Enum.GetValues<AssetKind>(), kind => Assert.Contains(natures, nature => nature.Kinds.Contains(kind)));
    }

    private static ImportFile<AssetRecord> Assets(string text) => ImportReader.Assets(new StringReader(text));

    private static IReadOnlyList<T> Demo<T>(string name, Func<TextReader, ImportFile<T>> read)
    {
        using var text = File.OpenText(Path.Combine(RepositoryRoot(), "demo", name));
        var file = read(text);
        Assert.Empty(file.Errors);
        Assert.NotEmpty(file.Records);
        return file.Records;
    }

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "DfmFunctions.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
