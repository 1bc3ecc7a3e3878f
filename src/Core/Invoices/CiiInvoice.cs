using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Dfm.Core.Invoices;

/// <summary>
/// Reads a Cross Industry Invoice (UN/CEFACT D16B and D22B), the XML of Factur-X and of XRechnung in its CII syntax. Only the header is
/// looked at, which every profile has; lines, taxes and payment means are left alone.
/// </summary>
public static class CiiInvoice
{
    private const string Standard = "urn:un:unece:uncefact:data:standard:";
    private static readonly XNamespace Rsm = Standard + "CrossIndustryInvoice:100";
    private static readonly XNamespace Ram = Standard + "ReusableAggregateBusinessInformationEntity:100";
    private static readonly XNamespace Udt = Standard + "UnqualifiedDataType:100";

    /// <summary>UNTDID 1001: the codes of BT-3 that are credit notes.</summary>
    private static readonly HashSet<string> CreditNotes =
        new(["81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "502", "503", "532"], StringComparer.Ordinal);

    /// <summary>No DTD, nothing fetched, and a bound on what is read: whoever made the XML is not trusted.</summary>
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = InvoiceRules.MaxXmlBytes,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <summary>Reads the XML; <c>invoice-xml-unreadable</c> when it is none, or lacks what every profile has.</summary>
    public static Result<InvoiceDocument> Read(byte[] xml)
    {
        ArgumentNullException.ThrowIfNull(xml);
        if (xml.Length > InvoiceRules.MaxXmlBytes) return InvoiceProblems.UnreadableXml("elle est trop longue.");
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(xml, writable: false), Settings);
            var root = XDocument.Load(reader).Root!;
            return root.Name == Rsm + "CrossIndustryInvoice"
                ? Read(root)
                : InvoiceProblems.UnreadableXml("ce n'est pas un document CII (CrossIndustryInvoice).");
        }
        catch (XmlException)
        {
            return InvoiceProblems.UnreadableXml("le XML est mal formé ou contient une DTD.");
        }
    }

    private static Result<InvoiceDocument> Read(XElement root)
    {
        var terms = new Terms();
        var document = root.Element(Rsm + "ExchangedDocument");
        var trade = root.Element(Rsm + "SupplyChainTradeTransaction");
        var settlement = trade?.Element(Ram + "ApplicableHeaderTradeSettlement");
        var code = terms.Text("BT-3", document?.Element(Ram + "TypeCode"));
        var kind = CreditNotes.Contains(code) ? InvoiceKind.CreditNote : InvoiceKind.Invoice;
        var due = settlement?.Elements(Ram + "SpecifiedTradePaymentTerms").Elements(Ram + "DueDateDateTime").FirstOrDefault();
        var read = new InvoiceDocument(
            ProfileOf(root),
            terms.Text("BT-1", document?.Element(Ram + "ID")),
            kind,
            terms.Date("BT-2", document?.Element(Ram + "IssueDateTime")),
            due is null ? null : terms.Date("BT-9", due),
            Amounts(terms, settlement, kind),
            Buyer(terms, trade?.Element(Ram + "ApplicableHeaderTradeAgreement")?.Element(Ram + "BuyerTradeParty")),
            OptionalText(settlement?.Element(Ram + "InvoiceReferencedDocument")?.Element(Ram + "IssuerAssignedID")));
        return terms.Faults.Count == 0
            ? read
            : InvoiceProblems.UnreadableXml($"manquent ou ne sont pas valides : {string.Join(", ", terms.Faults.Distinct())}.");
    }

    /// <summary>BT-24. A profile that is not known is read all the same: the header of all of them is alike.</summary>
    private static string ProfileOf(XElement root)
    {
        var guideline = OptionalText(root.Element(Rsm + "ExchangedDocumentContext")
            ?.Element(Ram + "GuidelineSpecifiedDocumentContextParameter")?.Element(Ram + "ID")) ?? "";
        return guideline.ToUpperInvariant() switch
        {
            var id when id.Contains("XRECHNUNG", StringComparison.Ordinal) => "XRECHNUNG",
            var id when id.EndsWith(":MINIMUM", StringComparison.Ordinal) => "MINIMUM",
            var id when id.EndsWith(":BASICWL", StringComparison.Ordinal) => "BASIC WL",
            var id when id.EndsWith(":BASIC", StringComparison.Ordinal) => "BASIC",
            var id when id.EndsWith(":EXTENDED", StringComparison.Ordinal) => "EXTENDED",
            "URN:CEN.EU:EN16931:2017" => "EN 16931",
            _ => "CII",
        };
    }

    private static InvoiceAmounts Amounts(Terms terms, XElement? settlement, InvoiceKind kind)
    {
        var currency = terms.Text("BT-5", settlement?.Element(Ram + "InvoiceCurrencyCode")).ToUpperInvariant();
        var sums = settlement?.Element(Ram + "SpecifiedTradeSettlementHeaderMonetarySummation");
        // BT-111 repeats the tax in the seller's currency of account. Without tax, BT-110 may be missing.
        var taxes = sums?.Elements(Ram + "TaxTotalAmount").ToList() ?? [];
        var tax = taxes.Find(amount => (string?)amount.Attribute("currencyID") == currency) ?? taxes.FirstOrDefault();
        var amounts = new InvoiceAmounts(
            terms.Amount("BT-109", sums?.Element(Ram + "TaxBasisTotalAmount")),
            tax is null ? 0 : terms.Amount("BT-110", tax),
            terms.Amount("BT-112", sums?.Element(Ram + "GrandTotalAmount")),
            currency);
        if (amounts.Net + amounts.Vat != amounts.Total) terms.Refuse("BR-CO-15");
        // Some write a credit note with negative amounts, others with its code alone.
        return kind is InvoiceKind.CreditNote ? amounts.Positive() : amounts;
    }

    private static InvoiceBuyer Buyer(Terms terms, XElement? party)
    {
        var ids = (party?.Elements(Ram + "ID") ?? []).Concat(party?.Elements(Ram + "GlobalID") ?? []);
        return new(terms.Text("BT-44", party?.Element(Ram + "Name")), [.. ids.Select(OptionalText).OfType<string>()]);
    }

    private static string? OptionalText(XElement? element) => element?.Value.Trim() is { Length: > 0 } text ? text : null;

    /// <summary>Reads business terms, and notes those that are missing or have another form.</summary>
    private sealed class Terms
    {
        public List<string> Faults { get; } = [];

        public void Refuse(string term) => Faults.Add(term);

        public string Text(string term, XElement? element)
        {
            if (OptionalText(element) is { } text) return text;
            Refuse(term);
            return "";
        }

        /// <summary>UNTDID 2379, format 102: <c>YYYYMMDD</c>, the only one that EN 16931 allows.</summary>
        public DateOnly Date(string term, XElement? element)
        {
            var text = Text(term, element?.Element(Udt + "DateTimeString"));
            var isDate = DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date);
            if (!isDate || date.Year is < 2000 or > 2099) Refuse(term);
            return date;
        }

        public decimal Amount(string term, XElement? element)
        {
            const NumberStyles Form = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
            var fits = decimal.TryParse(Text(term, element), Form, CultureInfo.InvariantCulture, out var amount)
                && Math.Abs(amount) <= InvoiceRules.MaxAmount && decimal.Round(amount, 2) == amount;
            if (!fits) Refuse(term);
            return fits ? amount : 0;
        }
    }
}
