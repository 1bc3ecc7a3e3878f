using System.Globalization;
using System.Text;
using Dfm.Core.Invoices;

namespace Dfm.Core.Tests.Invoices;

/// <summary>CII invoices as each profile writes them: what a profile does not have is left out.</summary>
public sealed record SampleCii
{
    public const string Minimum = "urn:factur-x.eu:1p0:minimum";
    public const string BasicWl = "urn:factur-x.eu:1p0:basicwl";
    public const string Basic = "urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic";
    public const string En16931 = "urn:cen.eu:en16931:2017";
    public const string Extended = "urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended";
    public const string XRechnung = "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0";

    public string Guideline { get; init; } = En16931;

    public string Number { get; init; } = "FA-2026-0451";

    public string TypeCode { get; init; } = "380";

    public string Date { get; init; } = "20261105";

    public string? DueDate { get; init; } = "20261205";

    public decimal Net { get; init; } = 1000.40m;

    public decimal Vat { get; init; } = 200.08m;

    public decimal Total { get; init; } = 1200.48m;

    public string Currency { get; init; } = "EUR";

    public string BuyerName { get; init; } = "Société c1";

    public string? BuyerId { get; init; }

    public string? Corrects { get; init; }

    public byte[] Utf8() => Encoding.UTF8.GetBytes(Xml());

    public string Xml()
    {
        var isMinimum = Guideline == Minimum;
        var hasLines = !isMinimum && Guideline != BasicWl;
        return $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
              xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
              xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
              <rsm:ExchangedDocumentContext>
                <ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>{Guideline}</ram:ID></ram:GuidelineSpecifiedDocumentContextParameter>
              </rsm:ExchangedDocumentContext>
              <rsm:ExchangedDocument>
                <ram:ID>{Number}</ram:ID><ram:TypeCode>{TypeCode}</ram:TypeCode>
                <ram:IssueDateTime><udt:DateTimeString format="102">{Date}</udt:DateTimeString></ram:IssueDateTime>
              </rsm:ExchangedDocument>
              <rsm:SupplyChainTradeTransaction>
                {(hasLines ? Line() : "")}
                <ram:ApplicableHeaderTradeAgreement>
                  <ram:SellerTradeParty><ram:Name>GROUPE DFM</ram:Name></ram:SellerTradeParty>
                  <ram:BuyerTradeParty>
                    {(BuyerId is null ? "" : $"<ram:ID>{BuyerId}</ram:ID>")}
                    <ram:Name>{BuyerName}</ram:Name>
                  </ram:BuyerTradeParty>
                </ram:ApplicableHeaderTradeAgreement>
                <ram:ApplicableHeaderTradeDelivery/>
                <ram:ApplicableHeaderTradeSettlement>
                  <ram:InvoiceCurrencyCode>{Currency}</ram:InvoiceCurrencyCode>
                  {(isMinimum || DueDate is null ? "" : Terms())}
                  <ram:SpecifiedTradeSettlementHeaderMonetarySummation>
                    <ram:TaxBasisTotalAmount>{Text(Net)}</ram:TaxBasisTotalAmount>
                    <ram:TaxTotalAmount currencyID="{Currency}">{Text(Vat)}</ram:TaxTotalAmount>
                    <ram:GrandTotalAmount>{Text(Total)}</ram:GrandTotalAmount>
                    <ram:DuePayableAmount>{Text(Total)}</ram:DuePayableAmount>
                  </ram:SpecifiedTradeSettlementHeaderMonetarySummation>
                  {(isMinimum || Corrects is null ? "" : Reference())}
                </ram:ApplicableHeaderTradeSettlement>
              </rsm:SupplyChainTradeTransaction>
            </rsm:CrossIndustryInvoice>
            """;
    }

    /// <summary>The amounts of this sample, in its currency.</summary>
    public InvoiceAmounts Amounts() => new(Net, Vat, Total, Currency);

    private string Line() =>
        $"""
        <ram:IncludedSupplyChainTradeLineItem>
          <ram:AssociatedDocumentLineDocument><ram:LineID>1</ram:LineID></ram:AssociatedDocumentLineDocument>
          <ram:SpecifiedTradeProduct><ram:Name>Maintenance</ram:Name></ram:SpecifiedTradeProduct>
          <ram:SpecifiedLineTradeSettlement>
            <ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>{Text(Net)}</ram:LineTotalAmount></ram:SpecifiedTradeSettlementLineMonetarySummation>
          </ram:SpecifiedLineTradeSettlement>
        </ram:IncludedSupplyChainTradeLineItem>
        """;

    private string Terms() =>
        $"""
        <ram:SpecifiedTradePaymentTerms>
          <ram:DueDateDateTime><udt:DateTimeString format="102">{DueDate}</udt:DateTimeString></ram:DueDateDateTime>
        </ram:SpecifiedTradePaymentTerms>
        """;

    private string Reference() =>
        $"<ram:InvoiceReferencedDocument><ram:IssuerAssignedID>{Corrects}</ram:IssuerAssignedID></ram:InvoiceReferencedDocument>";

    private static string Text(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);
}
