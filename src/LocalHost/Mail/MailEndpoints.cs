using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.LocalHost.Mail;

/// <summary>The HTTP status that the next sends answer, and for 429 after how many seconds to try again.</summary>
internal sealed record MailFault(int Status, int Count, int RetryAfter = 1);

/// <summary>What SendGrid would be: accepts mails as its API does, keeps them, and shows them.</summary>
internal static class MailEndpoints
{
    // SendGrid's limit for a whole request.
    private const long LargestRequest = 30 * 1024 * 1024;
    private const int DefaultLimit = 100;

    private static readonly JsonSerializerOptions SendGridJson = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Adds the mailbox; it keeps its mails in the account that the setting <c>AzureWebJobsStorage</c> names.</summary>
    internal static IServiceCollection AddMailbox(this IServiceCollection services) =>
        services.AddRouting().AddSingleton<MailStore>().AddSingleton<ConcurrentQueue<MailFault>>();

    /// <summary>Maps <c>/v3/mail/send</c>, <c>/v3/recipients/erasejob</c> and the pages.</summary>
    internal static void MapMailbox(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/v3/mail/send", SendAsync).WithMetadata(new RequestSizeLimitAttribute(LargestRequest));
        endpoints.MapPost("/v3/recipients/erasejob", EraseAsync);
        endpoints.MapGet("/local/mails", ListAsync);
        endpoints.MapGet("/local/mailbox", async (HttpResponse response, MailStore store, CancellationToken cancellationToken) =>
            await MailboxPage.WriteListAsync(response, await store.NewestAsync(DefaultLimit, cancellationToken)));
        endpoints.MapGet("/local/mailbox/{id}", ShowAsync);
        endpoints.MapGet("/local/mailbox/{id}/files/{n:int}", DownloadAsync);
        endpoints.MapPost("/local/mail-faults", SetFault);
    }

    private static async Task<IResult> SendAsync(
        HttpContext http, MailStore store, ConcurrentQueue<MailFault> faults, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!IsAuthorised(http)) return Unauthorised();
        if (faults.TryDequeue(out var fault))
        {
            if (fault.Status == 429) http.Response.Headers.RetryAfter = fault.RetryAfter.ToString(CultureInfo.InvariantCulture);
            return Refuse(fault.Status, $"Answered {fault.Status} because a test asked for it.");
        }

        try
        {
            var request = await JsonSerializer.DeserializeAsync<SendRequest>(http.Request.Body, SendGridJson, cancellationToken);
            var mail = KeptMail.Of(request ?? throw new JsonException("There is no mail."), MailStore.NewId(), time.GetUtcNow());
            var names = request.Mail.To.Select(address => address.Name).OfType<string>();
            await store.AddAsync(mail, [.. (request.Attachments ?? []).Select(file => file.Content)], names, cancellationToken);
            http.Response.Headers["X-Message-Id"] = mail.Id;
            return Results.StatusCode(202);
        }
        catch (JsonException refused)
        {
            return Refuse(400, refused.Message, refused.Path);
        }
    }

    /// <summary>SendGrid's « Erase Recipients' Email Data », done at once: what the mailbox keeps of these people is deleted.</summary>
    private static async Task<IResult> EraseAsync(HttpContext http, MailStore store, CancellationToken cancellationToken)
    {
        if (!IsAuthorised(http)) return Unauthorised();
        try
        {
            var request = await JsonSerializer.DeserializeAsync<EraseRequest>(http.Request.Body, SendGridJson, cancellationToken);
            await store.EraseAsync(request?.EmailAddresses ?? throw new JsonException("There are no addresses."), cancellationToken);
            return Results.Json(new { job_id = Guid.NewGuid() }, statusCode: 202);
        }
        catch (JsonException refused)
        {
            return Refuse(400, refused.Message, refused.Path);
        }
    }

    private static bool IsAuthorised(HttpContext http) =>
        AuthenticationHeaderValue.TryParse(http.Request.Headers.Authorization, out var key) && key is { Scheme: "Bearer", Parameter.Length: > 0 };

    private static IResult Unauthorised() => Refuse(401, "The provided authorization grant is invalid, expired, or revoked");

    private static async Task<IResult> ListAsync(MailStore store, CancellationToken cancellationToken, int limit = DefaultLimit) =>
        limit is < 1 or > 1000 ? Results.BadRequest() : Results.Json(await store.NewestAsync(limit, cancellationToken), MailStore.Json);

    private static async Task ShowAsync(string id, HttpResponse response, MailStore store, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id, cancellationToken) is { } mail)
            await MailboxPage.WriteMailAsync(response, mail);
        else
            response.StatusCode = 404;
    }

    /// <summary>An attachment, to be saved: whatever its content is, the browser does not open it as a page of this host.</summary>
    private static async Task<IResult> DownloadAsync(
        string id, int n, HttpResponse response, MailStore store, CancellationToken cancellationToken)
    {
        response.Headers.XContentTypeOptions = "nosniff";
        return await store.FindAsync(id, cancellationToken) is { } mail && await store.FileAsync(id, n, cancellationToken) is { } content
            ? Results.File(content, "application/octet-stream", mail.Attachments[n].Name)
            : Results.NotFound();
    }

    /// <summary>Makes the next sends fail, for tests of what the sender does then; replaces what was set before.</summary>
    private static void SetFault(MailFault fault, ConcurrentQueue<MailFault> faults)
    {
        faults.Clear();
        foreach (var one in Enumerable.Repeat(fault, fault.Count)) faults.Enqueue(one);
    }

    private static IResult Refuse(int status, string message, string? field = null) =>
        Results.Json(new { errors = new[] { new { message, field, help = (string?)null } } }, statusCode: status);
}
