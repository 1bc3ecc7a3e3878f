using Dfm.Core.Accounts;
using Dfm.Core.Invoices;
using Dfm.Core.Tests.Invoices;
using Dfm.Functions.Invoices.FacturX;
using Dfm.Load;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Invoices;

/// <summary>The Factur-X that the walkthrough posts. With the environment variable APPROVE=1 a run writes it.</summary>
public sealed class DemoFacturXTests
{
    private static readonly string Path = RepositoryRoot.PathOf("demo", "files", "facture.pdf");

    private static readonly SampleCii Cii = new()
    {
        Number = "FA-2026-0600",
        Date = "20261120",
        DueDate = "20270104",
        Net = 5402.60m,
        Vat = 1080.52m,
        Total = 6483.12m,
        BuyerId = "C1003",
        BuyerName = "Groupe hospitalier du Val Fleuri",
    };

    [Fact]
    public void TheFactureOfTheWalkthrough_IsAFacturX()
    {
        if (Environment.GetEnvironmentVariable("APPROVE") is "1") File.WriteAllBytes(Path, Made());
        using var pdf = File.OpenRead(Path);

        var read = FacturXReader.Read(pdf).Value!;

        Assert.Equal(("EN 16931", Cii.Number, Cii.Amounts()), (read.Profile, read.Number, read.Amounts));
    }

    private static byte[] Made()
    {
        var customer = new Customer(CustomerId.Parse(Cii.BuyerId!), Cii.BuyerName, []);
        var form = new InvoiceForm(Cii.Number, null, Cii.Date, Cii.DueDate, $"{Cii.Net}", $"{Cii.Vat}", $"{Cii.Total}", null, null, null, null);
        using var printed = InvoiceLoader.Print(customer, InvoiceLoader.Check(customer, form).Value);
        return InvoicePdf.With(printed, 0, (InvoicePdf.FacturX, Cii.Utf8()));
    }
}
