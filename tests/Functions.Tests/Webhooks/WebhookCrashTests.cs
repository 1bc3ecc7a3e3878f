using System.Net;
using System.Net.Http.Json;
using Azure.Data.Tables;
using Dfm.Core.Accounts;
using Dfm.Functions.Invoices.Responses;
using Dfm.Functions.Storage;
using Dfm.Functions.Tests.Crashes;
using Dfm.Functions.Tests.Infrastructure;
using Dfm.Functions.Tests.Invoices;
using Dfm.Functions.Webhooks.Backoffice;
using Dfm.Testing;

namespace Dfm.Functions.Tests.Webhooks;

/// <summary>
/// The portal is killed while a flow subscribes, and while what it has subscribed to happens: each event is tried, whatever the moment. The
/// receiver cannot be reached, which a process of its own cannot be talked out of; so tries fail, and wait for the next one.
/// </summary>
[Collection(CrashTests.Collection)]
public sealed class WebhookCrashTests(AzuriteFixture azurite) : CrashWalks<WebhookCrashTests.Walked>(azurite)
{
    private const string Subscribing = "subscribe";
    private const string Publishing = "publish";

    [Fact]
    public Task Killed_AtAnyMomentOfTheWalk_ThePortalGoesOnWhereItWas() => GoesOnWhereItWas();

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, int Moments)> Stages => [(Subscribing, 6), (Publishing, 30)];

    /// <inheritdoc/>
    protected override Task Arrange(TableServiceClient tables, CustomerId customer) => Task.CompletedTask;

    /// <summary>A flow subscribes, and the ERP posts two invoices.</summary>
    protected override async Task<Walked> Walk(CrashRun run)
    {
        run.Enter(Subscribing);
        var customer = run.Customer.Value;
        var (answer, _) = await run.Ask(() => new(HttpMethod.Post, "/api/backoffice/triggers/InvoicePosted")
        {
            Content = JsonContent.Create(new { url = "https://nowhere.logic.azure.com/flux" }),
            Headers = { { "Idempotency-Key", customer } },
        });
        var webhook = (await answer.Read<CreatedWebhookResponse>(HttpStatusCode.Created)).Id;

        run.Enter(Publishing);
        string[] numbers = [$"FA{customer}", $"FB{customer}"];
        var pdf = InvoicePdf.Of();
        foreach (var number in numbers)
        {
            var (posted, _) = await run.Ask(() => new(HttpMethod.Post, "/api/backoffice/invoices")
            {
                Content = InvoicePortal.Form(pdf, ("customer", customer), ("number", number)),
            });
            await posted.Read<InvoiceResponse>(HttpStatusCode.Created);
        }

        await Until(async () => await Mails(run) is [] ? "No mail." : null);
        return new(webhook, numbers);
    }

    /// <inheritdoc/>
    protected override IEnumerable<string> NumbersOf(Walked walked) => walked.Numbers;

    /// <inheritdoc/>
    protected override async Task<string?> Unrest(CrashRun run, Walked walked)
    {
        var tried = (await run.Look<Page<WebhookDeliveryResponse>>($"/api/backoffice/webhooks/{walked.Webhook}/deliveries")).Items;
        var events = tried.Select(delivery => delivery.Event).ToHashSet();
        return events.SetEquals(walked.Numbers.Select(number => $"invoice-{number}"))
            ? await LeftBehind(run, TableNames.Invoices)
            : $"The deliveries are {string.Join(", ", events)}.";
    }

    /// <summary>Each event stands once in the list; the subscription goes, so that later walks do not meet it.</summary>
    protected override async Task Check(CrashRun run, Walked walked)
    {
        var tried = (await run.Look<Page<WebhookDeliveryResponse>>($"/api/backoffice/webhooks/{walked.Webhook}/deliveries")).Items;
        Assert.Equal(walked.Numbers.Length, tried.Count);
        var (deleted, _) = await run.Ask(() => new(HttpMethod.Delete, $"/api/backoffice/webhooks/{walked.Webhook}"), looking: true);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
    }

    /// <summary>What a walk has made.</summary>
    public sealed record Walked(string Webhook, string[] Numbers);
}
