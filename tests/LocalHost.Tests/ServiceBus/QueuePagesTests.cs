using System.Net;
using System.Text.Json;
using Azure.Messaging.ServiceBus;
using Dfm.LocalHost.ServiceBus;
using Dfm.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Dfm.LocalHost.Tests.ServiceBus;

/// <summary>The page of the queues, and dead letters sent again from it.</summary>
public sealed class QueuePagesTests(AzuriteFixture azurite) : QueueTest(azurite)
{
    [Fact]
    public async Task Queues_AreShownWithTheirNumbers_AsAPageAndAsJson()
    {
        await KillAsync(new ServiceBusMessage("<i>dead</i>") { MessageId = "<i>m</i>", Subject = "<script>alert(1)</script>" });
        await Sender.SendMessageAsync(new ServiceBusMessage("scheduled") { ScheduledEnqueueTime = Time.GetUtcNow().AddHours(1) }, Token);
        await Sender.SendMessageAsync(new ServiceBusMessage("locked"), Token);
        Assert.Equal("locked", (await ReceiveAsync())!.Body.ToString());
        await Sender.SendMessageAsync(new ServiceBusMessage(new byte[] { 0xff, 0 }), Token);
        await using var app = await StartAsync();

        Assert.Contains(
            "<a href=\"/local/queues/emails\">emails</a></h2><p>3 messages: 1 scheduled, 1 locked; 1 dead letters</p>",
            await app.Client.GetStringAsync("/local/queues", Token),
            StringComparison.Ordinal);
        var queue = JsonElement.Parse(await app.Client.GetStringAsync("/local/queues?format=json", Token)).EnumerateArray().Single();
        Assert.Equal("emails 3 1 1 1", Join(queue, "name", "length", "scheduled", "locked", "deadLetterLength"));
        var dead = queue.GetProperty("deadLetters")[0];
        Assert.Equal("<i>m</i> BadAddress Nobody lives there. 1", Join(dead, "messageId", "reason", "description", "deliveryCount"));

        var page = await app.Client.GetStringAsync("/local/queues/emails", Token);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<i>", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Client.GetAsync("/local/queues/unknown", Token)).StatusCode);
    }

    [Fact]
    public async Task Resubmit_SendsOneDeadLetterAgain_AsANewMessage_AndThenTheOthers()
    {
        var body = new byte[50_000];
        await KillAsync(new ServiceBusMessage(body) { MessageId = "m", Subject = "s", ApplicationProperties = { ["kept"] = 1 } });
        await KillAsync(new ServiceBusMessage("other"));
        var number = (await StateAsync()).DeadLetters[0].Sequence;
        await using var app = await StartAsync();

        Assert.Equal("/local/queues/emails?resubmitted=1", await ResubmitAsync(app, number));

        var again = Assert.Single(await DrainAsync());
        Assert.Equal(($"again-{number}", "s", 1, null), (again.MessageId, again.Subject, again.DeliveryCount, again.DeadLetterReason));
        Assert.Equal(body, again.Body.ToArray());
        Assert.Equal(["kept"], again.ApplicationProperties.Keys);
        Assert.Equal("/local/queues/emails?resubmitted=0", await ResubmitAsync(app, number));
        Assert.Equal("/local/queues/emails?resubmitted=1", await ResubmitAsync(app, null));
        Assert.Equal("other", Assert.Single(await DrainAsync()).Body.ToString());
        Assert.Empty((await StateAsync()).DeadLetters);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Origin", "https://evil.example.com")]
    [InlineData("Host", "evil.example.com")]
    public async Task Resubmit_AskedForByAnotherSite_IsRefused(string header, string value)
    {
        await KillAsync(new ServiceBusMessage("x"));
        await using var app = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/local/queues/emails/resubmit");
        request.Headers.TryAddWithoutValidation(header, value);

        Assert.Equal(HttpStatusCode.Forbidden, (await app.Client.SendAsync(request, Token)).StatusCode);

        Assert.Single((await StateAsync()).DeadLetters);
    }

    private static string Join(JsonElement json, params string[] names) => string.Join(' ', names.Select(name => json.GetProperty(name)));

    private async Task KillAsync(ServiceBusMessage message)
    {
        await Sender.SendMessageAsync(message, Token);
        await Actions.DeadLetterMessageAsync((await ReceiveAsync())!, null, "BadAddress", "Nobody lives there.", Token);
    }

    private static async Task<string> ResubmitAsync(App app, long? sequence)
    {
        using var form = new FormUrlEncodedContent(sequence is { } number ? [KeyValuePair.Create("sequence", $"{number}")] : []);
        using var answer = await app.Client.PostAsync("/local/queues/emails/resubmit", form, Token);
        return answer.Headers.Location!.OriginalString;
    }

    private async Task<App> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var web = builder.Build();
        web.MapQueuePages(Account);
        await web.StartAsync(Token);
        return new App(web, new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(web.Urls.Single()) });
    }

    private sealed record App(WebApplication Web, HttpClient Client) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            await Web.DisposeAsync();
        }
    }
}
