using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dfm.LocalHost.Mail;

/// <summary>What SendGrid would be: accepts mails as its API does, keeps them, and shows them.</summary>
internal static class MailEndpoints
{
    // SendGrid's limit for a whole request.
    private const long LargestRequest = 30 * 1024 * 1024;
    private const int DefaultLimit = 100;
    private const int MostMails = 1000;

    private static readonly JsonSerializerOptions SendGridJson = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Adds the mailbox; it keeps its mails in the account that the setting <c>AzureWebJobsStorage</c> names.</summary>
    internal static IServiceCollection AddMailbox(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services.AddRouting().AddSingleton<MailStore>().AddSingleton<MailFaults>();
    }

    /// <summary>Maps <c>/v3/mail/send</c> and the pages.</summary>
    internal static void MapMailbox(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/v3/mail/send", SendAsync).WithMetadata(new RequestSizeLimitAttribute(LargestRequest));
        endpoints.MapGet("/local/mails", ListAsync);
        endpoints.MapGet("/local/mailbox", async (HttpResponse response, MailStore store, CancellationToken cancellationToken) =>
            await MailboxPage.WriteListAsync(response, await store.NewestAsync(DefaultLimit, null, cancellationToken)));
        endpoints.MapGet("/local/mailbox/{id}", ShowAsync);
        endpoints.MapPost("/local/mail-faults", SetFault);
    }

    private static async Task<IResult> SendAsync(
        HttpContext http, MailStore store, MailFaults faults, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!IsAuthorized(http.Request))
            return Refuse(401, new SendError("The provided authorization grant is invalid, expired, or revoked", null));
        if (faults.Take() is { } fault)
        {
            if (fault.Status == 429)
                http.Response.Headers.RetryAfter = fault.RetryAfter.ToString(CultureInfo.InvariantCulture);
            return Refuse(fault.Status, new SendError($"Answered {fault.Status} because a test asked for it.", null));
        }

        try
        {
            var request = await JsonSerializer.DeserializeAsync<SendRequest>(http.Request.Body, SendGridJson, cancellationToken);
            return request is null
                ? Refuse(400, new SendError("Bad Request", null))
                : await KeepAsync(request, http.Response, store, time.GetUtcNow(), cancellationToken);
        }
        catch (JsonException broken)
        {
            return Refuse(400, new SendError($"Bad Request: {broken.Message}", null));
        }
    }

    private static async Task<IResult> KeepAsync(
        SendRequest request, HttpResponse response, MailStore store, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (SendRequestValidation.Check(request) is { Count: > 0 } errors)
            return Refuse(400, [.. errors]);
        var id = store.NewId();
        if (!await store.TryAddAsync(KeptMail.Of(request, id, now), cancellationToken))
            return Refuse(413, new SendError($"The local mailbox keeps mails of up to {MailStore.LargestMail} bytes.", "content"));
        response.Headers["X-Message-Id"] = id;
        return Results.StatusCode(202);
    }

    private static async Task<IResult> ListAsync(string? to, string? limit, MailStore store, CancellationToken cancellationToken)
    {
        var most = DefaultLimit;
        if (!string.IsNullOrEmpty(limit) && (!int.TryParse(limit, CultureInfo.InvariantCulture, out most) || most is < 1 or > MostMails))
            return Results.BadRequest();
        return Results.Json(await store.NewestAsync(most, string.IsNullOrEmpty(to) ? null : to, cancellationToken), MailStore.Json);
    }

    private static async Task ShowAsync(string id, HttpResponse response, MailStore store, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id, cancellationToken) is { } mail)
            await MailboxPage.WriteMailAsync(response, mail);
        else
            response.StatusCode = 404;
    }

    private static IResult SetFault(MailFault fault, MailFaults faults)
    {
        if (fault is not { Status: >= 400 and <= 599, Count: >= 0, RetryAfter: >= 0 })
            return Results.BadRequest();
        faults.Set(fault);
        return Results.NoContent();
    }

    private static bool IsAuthorized(HttpRequest request)
    {
        const string scheme = "Bearer ";
        var authorization = request.Headers.Authorization.ToString();
        return authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) && authorization.Trim().Length > scheme.Length;
    }

    private static IResult Refuse(int status, params SendError[] errors) =>
        Results.Json(
            new { errors = errors.Select(error => new { message = error.Message, field = error.Field, help = (string?)null }) },
            JsonSerializerOptions.Web,
            statusCode: status);
}
