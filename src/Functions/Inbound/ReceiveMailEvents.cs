using System.Text.Json;
using Dfm.Core.Notifications;
using Dfm.Functions.Http;
using Dfm.Functions.Inbound.Webhooks;
using Dfm.Functions.Security;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Inbound;

/// <summary>
/// SendGrid's Event Webhook tells what became of the mails that it has sent. What did not reach its recipient is stored; SendGrid tells the
/// same event more than once, and tries again for a day what is not answered by 2xx.
/// </summary>
public sealed partial class ReceiveMailEvents(
    SignedBodies<ReceiveMailEvents> bodies, IMailFailureStore failures, IOptions<InboundOptions> options, TimeProvider clock, ILogger<ReceiveMailEvents> logger)
{
    private const long MaxBytes = 8 * 1024 * 1024;

    /// <summary>202 once all failures are stored.</summary>
    [Function(nameof(ReceiveMailEvents)), Audience(Audience.Anyone)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "inbound/events")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var keys = InboundOptions.KeysOf(options.Value.EventPublicKeys);
        var read = await bodies.Read(request, MaxBytes, keys, options.Value.SignedWithin, clock.GetUtcNow(), cancellationToken);
        if (!read.IsSuccess) return read.Problem.ToHttp();
        await using var body = read.Value;
        if (await Parse(body.Content, cancellationToken) is { } events)
            await failures.Add([.. events.Select(SendGridEvent.ToFailure).OfType<MailFailure>()], cancellationToken);
        else
            LogBroken(body.Sha256);
        return Results.StatusCode(StatusCodes.Status202Accepted);
    }

    /// <summary>Null for what is no list: it would be none the next time either.</summary>
    private static async Task<IReadOnlyList<JsonElement>?> Parse(Stream content, CancellationToken cancellationToken)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<JsonElement[]>(content, cancellationToken: cancellationToken);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [LoggerMessage(LogLevel.Error, "A signed request of the Event Webhook is no list of events ({Sha256}).")]
    private partial void LogBroken(string sha256);
}
