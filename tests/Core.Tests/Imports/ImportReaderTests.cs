using System.Text;
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
        var file = ImportReader.Customers(Encoding.UTF8.GetBytes("code;nom\nC1;Client\nC2;Client\n"));
        Assert.Empty(file.Records);
        Assert.Equal([new(1, "id", "La colonne « id » manque."), new(1, "name", "La colonne « name » manque.")], file.Errors);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    public void EmptyFile_LacksItsColumns(string text) =>
        Assert.Equal(2, ImportReader.Customers(Encoding.UTF8.GetBytes(text)).Errors.Count);

    [Fact]
    public void Users_HaveAnAddress_AndSupervisorsNoSites()
    {
        var file = ImportReader.Users(Encoding.UTF8.GetBytes("identifier;customer;name;email;phone;profile;sites\n"
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
    public void AColumnNamedTwice_IsToldWithItsLine_AndNothingIsRead()
    {
        var file = ImportReader.Customers("\n id;name;\u00A0name ;;\nC1;Client;Autre;;\n"u8);
        Assert.Empty(file.Records);
        Assert.Equal([new(2, "name", "La colonne « name » figure deux fois.")], file.Errors);
    }

    [Fact]
    public void ColumnsThatAreNotRead_MayHaveOneName() =>
        Assert.Single(ImportReader.Customers("id;name;x;x;;\nC1;Client;1;2;;\n"u8).Records);

    [Theory]
    [InlineData("utf-8", true)]
    [InlineData("utf-8", false)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    [InlineData("windows-1252", false)]
    public void AFile_IsReadInTheEncodingsOfTheErp(string name, bool hasMark)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        var text = encoding.GetBytes("id;name\r\nC1;Société « L’Été » – 12 €\r\n");

        var file = ImportReader.Customers(hasMark ? [.. encoding.GetPreamble(), .. text] : text);

        Assert.Empty(file.Errors);
        Assert.Equal("Société « L’Été » – 12 €", Assert.Single(file.Records).Name);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void LinesEnd_AsOnAnySystem(string end) =>
        Assert.Equal(2, ImportReader.Customers(Encoding.UTF8.GetBytes($"\uFEFF\uFEFFid;name{end}C1;Client{end}C2;Client{end}")).Records.Count);

    [Fact]
    public void BytesThatCannotBeRead_AreRefusedWithLineAndColumn_AndTheOtherLinesAreRead()
    {
        const string Message = "« name » contient des caractères qui ne peuvent pas être affichés.";

        var file = ImportReader.Customers([.. "id;name\nC1;Société\nC2;Soci"u8, 0xE9, .. "t"u8, 0xE9, .. "\nC3;L'Été à la mer\nC4;a\0b\n"u8]);

        Assert.Equal(["C1", "C3"], file.Records.Select(customer => customer.Id.Value));
        Assert.Equal(
            [new(3, "name", Message), new(5, "name", Message)],
            file.Errors);
    }

    [Fact]
    public void EveryText_IsOneNormalisedLine()
    {
        var site = Assert.Single(ImportReader.Sites(Encoding.UTF8.GetBytes(
            "id;customer;name;street;postcode;town\n\u00A0S1;C1\uFEFF;E\u0301cole\u202E;1\u00A0rue\tBasse;28\u202F000; \u200BChartres\n")).Records);

        Assert.Equal(new SiteRecord(SiteId.Parse("S1"), CustomerId.Parse("C1"), "École", "1 rue Basse", "28 000", "Chartres"), site);
    }

    [Theory]
    [InlineData("\u200B;e@example.com;;Utilisateur", "name")]
    [InlineData("Anne;;;Utilisateur", "email")]
    [InlineData("Anne;a..b@example.com;;Utilisateur", "email")]
    [InlineData("Anne;mailto:anne@example.com;;Utilisateur", "email")]
    [InlineData("Anne;hélène@example.com;;Utilisateur", "email")]
    [InlineData("Anne;anne@example;;Utilisateur", "email")]
    [InlineData("Anne;a@example.com;voir standard;Utilisateur", "phone")]
    [InlineData("Anne;a@example.com;;Chef", "profile")]
    public void AUser_ThatMailsOrCallsCannotReach_IsRefusedWithLineAndColumn(string columns, string column)
    {
        var file = ImportReader.Users(Encoding.UTF8.GetBytes($"identifier;customer;name;email;phone;profile;sites\na;C1;{columns};\n"));

        Assert.Empty(file.Records);
        var error = Assert.Single(file.Errors);
        Assert.Equal((2, column), (error.Line, error.Column));
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

    private static ImportFile<AssetRecord> Assets(string text) => ImportReader.Assets(Encoding.UTF8.GetBytes(text));

    private static IReadOnlyList<T> Demo<T>(string name, Func<ReadOnlySpan<byte>, ImportFile<T>> read)
    {
        var file = read(File.ReadAllBytes(Path.Combine(RepositoryRoot(), "demo", name)));
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
