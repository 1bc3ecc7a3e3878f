using System.Text;
using Dfm.Core.Invoices;

namespace Dfm.Core.Tests.Invoices;

public sealed class CiiInvoiceTests
{
    [Theory]
    [InlineData(SampleCii.Minimum, "MINIMUM")]
    [InlineData(SampleCii.BasicWl, "BASIC WL")]
    [InlineData(SampleCii.Basic, "BASIC")]
    [InlineData(SampleCii.En16931, "EN 16931")]
    [InlineData(SampleCii.Extended, "EXTENDED")]
    [InlineData(SampleCii.XRechnung, "XRECHNUNG")]
    [InlineData("urn:example:2031", "CII")]
    public void Read_AnyProfile_FindsItsTerms(string guideline, string profile)
    {
        var cii = new SampleCii { Guideline = guideline, BuyerId = "C1001" };

        var read = CiiInvoice.Read(cii.Utf8());

        Assert.True(read.IsSuccess, read.Problem?.Detail);
        var due = guideline == SampleCii.Minimum ? (DateOnly?)null : new DateOnly(2026, 12, 5);
        Assert.Equal(
            (profile, "FA-2026-0451", InvoiceKind.Invoice, new DateOnly(2026, 11, 5), due, cii.Amounts(), null),
            (read.Value.Profile, read.Value.Number, read.Value.Kind, read.Value.Date, read.Value.DueDate, read.Value.Amounts, read.Value.Corrects));
        Assert.Equal(("Société c1", "C1001"), (read.Value.Buyer.Name, Assert.Single(read.Value.Buyer.Ids)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Read_ACreditNote_HasPositiveAmounts_HoweverTheyAreSigned(int sign)
    {
        var cii = new SampleCii { TypeCode = "381", Corrects = "FA-2026-0400", Net = 100 * sign, Vat = 20 * sign, Total = 120 * sign };

        var read = CiiInvoice.Read(cii.Utf8()).Value;

        Assert.Equal((InvoiceKind.CreditNote, "FA-2026-0400", new InvoiceAmounts(100, 20, 120, "EUR")), (read.Kind, read.Corrects, read.Amounts));
    }

    [Fact]
    public void Read_TheTaxInTheCurrencyOfAccount_IsNotTakenForTheInvoices()
    {
        var xml = new SampleCii { Currency = "USD" }.Xml().Replace(
            "<ram:TaxTotalAmount", "<ram:TaxTotalAmount currencyID=\"EUR\">180.00</ram:TaxTotalAmount><ram:TaxTotalAmount", StringComparison.Ordinal);

        Assert.Equal(new InvoiceAmounts(1000.40m, 200.08m, 1200.48m, "USD"), CiiInvoice.Read(Encoding.UTF8.GetBytes(xml)).Value.Amounts);
    }

    [Fact]
    public void Read_NamesEveryTermThatIsMissing()
    {
        var xml = new SampleCii { Date = "05/11/2026", Total = 1 }.Xml().Replace("<ram:Name>Société c1</ram:Name>", "", StringComparison.Ordinal);

        var problem = CiiInvoice.Read(Encoding.UTF8.GetBytes(xml)).Problem!;

        Assert.Equal("invoice-xml-unreadable", problem.Code);
        Assert.EndsWith("BT-2, BR-CO-15, BT-44.", problem.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<a>")]
    [InlineData("<Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'/>")]
    [InlineData("<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>")]
    public void Read_SomethingElse_IsRefused(string xml) =>
        Assert.Equal("invoice-xml-unreadable", CiiInvoice.Read(Encoding.UTF8.GetBytes(xml)).Problem!.Code);

    [Fact]
    public void Read_MoreThanTheBound_IsRefused()
    {
        var xml = new SampleCii { BuyerName = new string('x', InvoiceRules.MaxXmlBytes) };

        Assert.Equal("invoice-xml-unreadable", CiiInvoice.Read(xml.Utf8()).Problem!.Code);
    }
}
