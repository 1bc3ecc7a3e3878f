using System.Net;
using Azure.Data.Tables;
using Dfm.Core.Invoices;
using Dfm.Functions.Invoices.Responses;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Testing;
using Microsoft.Extensions.DependencyInjection;
using static Dfm.Functions.Tests.Invoices.InvoicePortal;

namespace Dfm.Functions.Tests.Invoices;

/// <summary>« Factures »: the list, by search, year, site and payment.</summary>
public sealed class ListInvoicesTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private InvoicePortal portal = null!;

    public async ValueTask InitializeAsync()
    {
        portal = await InvoicePortal.StartAsync(azurite.NewAccount());
        var tables = portal.Portal.Services.GetRequiredService<TableServiceClient>();
        await Task.WhenAll(
            Store(tables, Invoice("FA-2025-0012", new(2025, 12, 31), "s1", InvoicePayment.Paid)),
            Store(tables, Invoice("FA-2026-0001", new(2026, 1, 1), "s1", InvoicePayment.Due)),
            Store(tables, Invoice("FA-2026-0112", new(2026, 6, 15), "s2", InvoicePayment.Due, 1234.50m)),
            Store(tables, Invoice("FA-2026-0213", new(2026, 12, 31), "s2", InvoicePayment.Paid)),
            Store(tables, Invoice("FA-2027-0001", new(2027, 1, 1))));
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Theory]
    [InlineData("", "FA-2027-0001 FA-2026-0213 FA-2026-0112 FA-2026-0001 FA-2025-0012")]
    [InlineData("?year=2026", "FA-2026-0213 FA-2026-0112 FA-2026-0001")]
    [InlineData("?year=2024", "")]
    [InlineData("?site=s1", "FA-2026-0001 FA-2025-0012")]
    [InlineData("?site=s9", "")]
    [InlineData("?payment=Paid", "FA-2026-0213 FA-2025-0012")]
    [InlineData("?payment=due&site=s2", "FA-2026-0112")]
    [InlineData("?payment=Paid&site=s2&year=2026", "FA-2026-0213")]
    [InlineData("?payment=Paid&site=s2&year=2025", "")]
    [InlineData("?search=fa-2026", "FA-2026-0213 FA-2026-0112 FA-2026-0001")]
    [InlineData("?search=0001", "FA-2027-0001 FA-2026-0001")]
    [InlineData("?search=0001&year=2026", "FA-2026-0001")]
    [InlineData("?search=FA%202026&payment=Due", "FA-2026-0112 FA-2026-0001")]
    [InlineData("?search=fa-2026&site=s2&payment=Due", "FA-2026-0112")]
    [InlineData("?search=1%20234,50", "FA-2026-0112")]
    [InlineData("?search=fa", "")]
    [InlineData("?search=%C3%A9!", "")]
    public async Task List_ShowsWhatIsAskedFor_NewestFirst_WhateverThePagesLength(string query, string expected)
    {
        var numbers = expected.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(numbers, await Numbers(portal.Supervisor, query));
        Assert.Equal(numbers, await OneByOne($"/api/invoices{query}{(query.Length == 0 ? '?' : '&')}limit=1"));
    }

    [Theory]
    [InlineData("limit=0", "validation-failed")]
    [InlineData("year=26", "validation-failed")]
    [InlineData("site=s%201", "validation-failed")]
    [InlineData("payment=Overdue", "validation-failed")]
    [InlineData("cursor=%21", "bad-cursor")]
    [InlineData("cursor=bi1GQS0x", "bad-cursor")]
    public async Task BadQueries_AreRefused(string query, string code)
    {
        using var answer = await portal.Supervisor.GetAsync(new Uri($"/api/invoices?{query}", UriKind.Relative), Stop);
        await answer.IsProblem(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task AnUtilisateur_SeesNoInvoices_AndAnotherCustomerNoneOfThese()
    {
        foreach (var route in (string[])["invoices", "invoices/FA-2026-0001", "invoices/FA-9", "invoices/FA-2026-0001/pdf"])
        {
            using var answer = await portal.User.GetAsync(new Uri($"/api/{route}", UriKind.Relative), Stop);
            await answer.IsProblem(HttpStatusCode.Forbidden, "right-missing");
        }

        Assert.Empty(await Numbers(portal.Stranger));
    }

    private async Task<List<string>> OneByOne(string route)
    {
        var numbers = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await portal.Supervisor.Get<Page<InvoiceResponse>>($"{route}{(cursor.Length == 0 ? "" : $"&cursor={cursor}")}");
            Assert.InRange(page.Items.Count, 0, 1);
            numbers.AddRange(page.Items.Select(invoice => invoice.Number.Value));
            cursor = page.NextCursor;
        }

        return numbers;
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
