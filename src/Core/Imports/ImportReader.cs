using Dfm.Core.Accounts;
using Dfm.Core.Catalogue;
using Dfm.Core.Dits;
using Dfm.Core.Parc;
using Dfm.Core.Text;

namespace Dfm.Core.Imports;

/// <summary>
/// Reads the ERP's files (<see cref="FileText"/>): separated by semicolons, with a header that names the columns in any order. An invalid
/// line is reported and skipped; a column that is missing or named twice is reported once, and nothing is read.
/// </summary>
public static partial class ImportReader
{
    private static readonly Dictionary<string, Profile> Profiles = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Superviseur"] = Profile.Supervisor,
        ["Utilisateur"] = Profile.User,
    };

    internal static readonly IReadOnlyDictionary<string, ConsumableColour> Colours =
        Enum.GetValues<ConsumableColour>().ToDictionary(colour => colour.ToString(), StringComparer.OrdinalIgnoreCase);

    /// <summary><c>customers.csv</c>: id, name.</summary>
    public static ImportFile<CustomerRecord> Customers(ReadOnlySpan<byte> file) => Read(
        file,
        ["id", "name"],
        line => new CustomerRecord(line.Id<CustomerId>("id"), line.Required("name", 100)),
        customer => customer.Id);

    /// <summary><c>sites.csv</c>: id, customer, name, street, postcode, town.</summary>
    public static ImportFile<SiteRecord> Sites(ReadOnlySpan<byte> file) => Read(
        file,
        ["id", "customer", "name", "street", "postcode", "town"],
        line => new SiteRecord(
            line.Id<SiteId>("id"),
            line.Id<CustomerId>("customer"),
            line.Required("name", 100),
            line.Required("street", 200),
            line.Required("postcode", 10),
            line.Required("town", 100)),
        site => (site.Customer, site.Id));

    /// <summary>
    /// <c>assets.csv</c>: id, customer, site, kind (Printing, IT, Telecom), make, model, designation, serialNumber, location, contract (may
    /// be empty), hasCounters (oui, non).
    /// </summary>
    public static ImportFile<AssetRecord> Assets(ReadOnlySpan<byte> file) => Read(
        file,
        ["id", "customer", "site", "kind", "make", "model", "designation", "serialNumber", "location", "contract", "hasCounters"],
        line => new AssetRecord(
            line.Id<AssetId>("id"),
            line.Id<CustomerId>("customer"),
            line.Id<SiteId>("site"),
            line.Kind("kind"),
            line.Required("make", 60),
            line.Required("model", 100),
            line.Required("designation", 100),
            line.Required("serialNumber", 60),
            line.Required("location", 200),
            line.Optional("contract", 60),
            line.YesNo("hasCounters")),
        asset => (asset.Customer, asset.Id));

    /// <summary>
    /// <c>users.csv</c>: identifier, customer, name, email, phone (may be empty), profile (Superviseur, Utilisateur), sites (of a user,
    /// separated by « | »).
    /// </summary>
    public static ImportFile<UserRecord> Users(ReadOnlySpan<byte> file) => Read(
        file,
        ["identifier", "customer", "name", "email", "phone", "profile", "sites"],
        line => User(
            line,
            new UserRecord(
                line.Identifier("identifier"),
                line.Id<CustomerId>("customer"),
                line.Required("name", 100),
                line.Email("email"),
                line.OptionalPhone("phone"),
                line.Choice("profile", Profiles),
                line.Ids<SiteId>("sites"))),
        user => user.Identifier);

    /// <summary><c>natures.csv</c>: code, kinds (separated by « | »), label. The file's order is the list's.</summary>
    public static ImportFile<Nature> Natures(ReadOnlySpan<byte> file) => Read(
        file,
        ["code", "kinds", "label"],
        line => new Nature(line.Code("code"), line.Required("label", 100), line.KindList("kinds"), line.Number),
        nature => nature.Code);

    /// <summary>
    /// <c>consumables.csv</c>: reference, make, models (separated by « | »), designation, colour (Black, Cyan, Magenta, Yellow; may be
    /// empty), yield (pages; may be empty), inContracts (oui, non), price (euros, excluding tax; may be empty), minimum, maximum, pack,
    /// picture (a web address; may be empty). The file's order is the catalogue's.
    /// </summary>
    public static ImportFile<CatalogueEntry> Consumables(ReadOnlySpan<byte> file) => Read(
        file,
        [
            "reference", "make", "models", "designation", "colour", "yield", "inContracts", "price", "minimum", "maximum", "pack", "picture",
        ],
        line => new CatalogueEntry(
            new Consumable(
                line.Id<ConsumableReference>("reference"),
                line.Required("designation", 150),
                line.OptionalChoice("colour", Colours),
                line.OptionalNumber("yield", 1, 10_000_000),
                line.YesNo("inContracts"),
                line.OptionalPrice("price"),
                Quantities(line),
                line.OptionalAddress("picture")),
            Models(line)),
        entry => entry.Consumable.Reference);

    private static QuantityBounds Quantities(ImportLine line)
    {
        const int Most = QuantityBounds.Most;
        var bounds = new QuantityBounds(
            line.WholeNumber("minimum", 1, Most), line.WholeNumber("maximum", 1, Most), line.WholeNumber("pack", 1, Most));
        if (!line.IsWrong && !bounds.AreSound())
            line.Refuse("maximum", "« minimum » et « maximum » doivent être des multiples de « pack », le maximum au moins égal au minimum.");
        return bounds;
    }

    private static IReadOnlyList<ModelKey> Models(ImportLine line)
    {
        var make = line.Required("make", 60);
        var models = new List<ModelKey>();
        foreach (var model in line.RequiredParts("models", 100))
        {
            if (ModelKey.TryMake(make, model, out var key)) models.Add(key);
            else if (!line.IsWrong) line.Refuse("models", $"« models » : « {model} » ne désigne aucun modèle.");
        }

        return [.. models.Distinct()];
    }

    private static UserRecord User(ImportLine line, UserRecord user)
    {
        if (user.Profile is Profile.Supervisor && user.Sites.Count > 0)
            line.Refuse("sites", "« sites » : un superviseur voit tous les sites, laissez cette colonne vide.");
        return user;
    }

    /// <summary>Reads any file.</summary>
    /// <param name="columns">Those that it must have.</param>
    /// <param name="read">Makes a record of a line.</param>
    /// <param name="key">Of which no two records may have the same.</param>
    internal static ImportFile<T> Read<T>(
        ReadOnlySpan<byte> file, string[] columns, Func<ImportLine, T> read, Func<T, object> key)
    {
        var (records, errors) = (new List<T>(), new List<ImportError>());
        using var csv = CsvText.Read(FileText.Decode(file), ';', hasHeader: true, (line, why) => errors.Add(new(line, null, why)));
        csv.ReadHeader();
        var headers = csv.Headers.Select(header => PlainText.TryOneLine(header, out var name) ? name : header).ToList();
        errors.AddRange(WrongColumns(columns, headers, (int)csv.LineNumber));
        if (errors.Count > 0) return new(records, errors);

        var lineOf = new Dictionary<object, int>();
        while (csv.Read())
        {
            if (csv.FieldCount != headers.Count)
            {
                errors.Add(new((int)csv.LineNumber, null, $"{csv.FieldCount} colonnes au lieu de {headers.Count}."));
                continue;
            }

            var texts = columns.Select(column => (column, csv.GetString(headers.IndexOf(column))));
            var line = new ImportLine((int)csv.LineNumber, texts, errors);
            var record = read(line);
            if (line.IsWrong) continue;
            if (lineOf.TryAdd(key(record), line.Number)) records.Add(record);
            else line.Refuse(null, $"La ligne {lineOf[key(record)]} porte déjà ce code.");
        }

        return new(records, errors);
    }

    /// <summary>Columns that are not read may be missing, and may have one name, such as none.</summary>
    private static IEnumerable<ImportError> WrongColumns(string[] columns, List<string> headers, int line) =>
        from column in columns
        let count = headers.Count(header => header == column)
        where count != 1
        select new ImportError(line, column, $"La colonne « {column} » {(count == 0 ? "manque" : "figure deux fois")}.");
}
