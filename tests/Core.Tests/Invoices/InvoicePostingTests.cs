using Dfm.Core.Accounts;
using Dfm.Core.Invoices;

namespace Dfm.Core.Tests.Invoices;

public sealed class InvoicePostingTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 6, 8, 0, 0, TimeSpan.Zero);
    private static readonly InvoiceFile File = new(new string('a', 64), 40_000, "EN 16931");

    private static readonly Customer Customer = new(
        CustomerId.Parse("C1001"), "Étude notariale Delorme", [new(SiteId.Parse("S101"), "Étude principale", "1 rue Haute", "28000", "Chartres")]);

    private static readonly InvoiceForm Nothing = new(null, null, null, null, null, null, null, null, null, null, null);

    private static readonly InvoiceForm Plain = Nothing with
    {
        Number = "FA-1",
        Date = "2026-11-05",
        DueDate = "05/12/2026",
        Net = "1000.40",
        Vat = "200,08",
        Total = "1 200,48",
        Site = "S101",
        Payment = "due",
    };

    private static readonly InvoiceDocument Document = new(
        "EN 16931",
        "FA-1",
        InvoiceKind.Invoice,
        new DateOnly(2026, 11, 5),
        new DateOnly(2026, 12, 5),
        new InvoiceAmounts(1000.40m, 200.08m, 1200.48m, "EUR"),
        new InvoiceBuyer("DELORME Étude notariale SARL", []),
        null);

    [Fact]
    public void Decide_APlainPdf_TakesTheForm()
    {
        var invoice = Decide(Plain).Value;

        Assert.Equal(
            new Invoice(
                InvoiceNumber.Parse("FA-1"), Customer.Id, InvoiceKind.Invoice, new(2026, 11, 5), new(2026, 12, 5),
                new(1000.40m, 200.08m, 1200.48m, "EUR"), SiteId.Parse("S101"), "Étude principale", null, InvoicePayment.Due, File, Now),
            invoice);
    }

    [Fact]
    public void Decide_AFacturX_StandsInForWhatTheFormLeavesOut()
    {
        var invoice = Decide(Nothing, Document).Value;

        Assert.Equal(("FA-1", Document.Date, Document.DueDate, Document.Amounts), (invoice.Number.Value, invoice.Date, invoice.DueDate, invoice.Amounts));
        Assert.Equal((null, null), (invoice.Site, invoice.Payment));
    }

    [Fact]
    public void Decide_BothSayTheSame_IsAccepted() => Assert.True(Decide(Plain, Document).IsSuccess);

    [Theory]
    [InlineData("number")]
    [InlineData("kind")]
    [InlineData("date")]
    [InlineData("dueDate")]
    [InlineData("net")]
    [InlineData("vat")]
    [InlineData("total")]
    [InlineData("currency")]
    [InlineData("customer")]
    public void Decide_BothSayDifferentThings_NamesTheField(string field)
    {
        var document = field switch
        {
            "number" => Document with { Number = "FA-2" },
            "kind" => Document with { Kind = InvoiceKind.CreditNote },
            "date" => Document with { Date = new(2026, 11, 6) },
            "dueDate" => Document with { DueDate = new(2026, 12, 6) },
            "net" => Document with { Amounts = Document.Amounts with { Net = 1 } },
            "vat" => Document with { Amounts = Document.Amounts with { Vat = 1 } },
            "total" => Document with { Amounts = Document.Amounts with { Total = 1 } },
            "currency" => Document with { Amounts = Document.Amounts with { Currency = "USD" } },
            _ => Document with { Buyer = new("Mécanique de précision du Perche", ["C1002"]) },
        };

        var problem = Decide(Plain with { Kind = "Invoice", Currency = "EUR" }, document).Problem!;

        Assert.Equal(("invoice-xml-disagrees", field), (problem.Code, Assert.Single(problem.Errors!.Keys)));
    }

    [Fact]
    public void Decide_TheBuyerIsKnownByItsCode_WhateverItsName() =>
        Assert.True(Decide(Nothing, Document with { Buyer = new("M. Delorme père et fils", ["c1001"]) }).IsSuccess);

    [Theory]
    [InlineData("total", "total")]
    [InlineData("number", "number")]
    [InlineData("date", "date")]
    public void Decide_APlainPdf_NeedsNumberDateAndAmounts(string left, string refused)
    {
        var form = left switch
        {
            "total" => Plain with { Total = " " },
            "number" => Plain with { Number = null },
            _ => Plain with { Date = "" },
        };

        Refuses(form, refused);
    }

    [Fact]
    public void Decide_WhatCannotBeRead_IsNamedByField() => Refuses(
        Plain with
        {
            Number = "FA/1",
            Kind = "Devis",
            Date = "31/02/2026",
            DueDate = "1999-01-01",
            Net = "1.005",
            Vat = "x",
            Currency = "euros",
            Site = "S9",
            Payment = "Maybe",
        },
        "number", "kind", "date", "dueDate", "net", "vat", "currency", "site", "payment");

    [Fact]
    public void Decide_AmountsThatDoNotAddUp_AreRefused() => Refuses(Plain with { Total = "1200.47" }, "total");

    [Fact]
    public void Decide_ANegativeInvoice_IsRefused() => Refuses(Plain with { Net = "-10", Vat = "-2", Total = "-12" }, "total");

    [Fact]
    public void Decide_ACreditNote_RefersToItsInvoice()
    {
        var credit = Plain with { Kind = "CreditNote", Net = "-10", Vat = "-2", Total = "-12" };

        Refuses(credit, "corrects");
        Refuses(credit with { Corrects = "FA-1" }, "corrects");
        var invoice = Decide(credit with { Corrects = "FA-0" }).Value;
        Assert.Equal((InvoiceKind.CreditNote, "FA-0", 12m), (invoice.Kind, invoice.Corrects?.Value, invoice.Amounts.Total));
    }

    [Fact]
    public void IsSame_TheMomentDoesNotMatter_AllElseDoes()
    {
        var invoice = Decide(Plain).Value;

        Assert.True(InvoicePosting.IsSame(invoice, invoice with { PostedAt = Now.AddDays(1) }));
        Assert.False(InvoicePosting.IsSame(invoice, invoice with { File = File with { Sha256 = new string('b', 64) } }));
        Assert.False(InvoicePosting.IsSame(invoice, invoice with { DueDate = null }));
    }

    [Theory]
    [InlineData("fa-2026")]
    [InlineData("FA20260451")]
    [InlineData("0451")]
    [InlineData("1200,48")]
    [InlineData("1 200.48")]
    public void Search_FindsByTheEndsOfTheNumber_AndByTheTotal(string text) =>
        Assert.Contains(InvoiceSearch.WordOf(text)!, InvoiceSearch.WordsOf(Decide(Plain with { Number = "FA-2026-0451" }).Value));

    [Fact]
    public void Search_WordsOfTheLongestNumber_FitIntoATransaction()
    {
        var invoice = Decide(Plain with { Number = "F123456789012345678901234567890123456789" }).Value;

        Assert.InRange(InvoiceSearch.WordsOf(invoice).Count, 50, 70);
        Assert.Null(InvoiceSearch.WordOf("-f1-"));
    }

    private static Result<Invoice> Decide(InvoiceForm form, InvoiceDocument? document = null) =>
        InvoicePosting.Decide(form, document, Customer, File, Now);

    private static void Refuses(InvoiceForm form, params string[] fields)
    {
        var problem = Decide(form).Problem!;
        Assert.Equal("validation-failed", problem.Code);
        Assert.Equal(fields.Order(), problem.Errors!.Keys.Order());
    }
}
