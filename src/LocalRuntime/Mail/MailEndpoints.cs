using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Dfm.LocalRuntime.Mail;

/// <summary>What SendGrid would be: accepts mails as its API does, keeps them, and shows them.</summary>
internal sealed class MailEndpoints(MailStore store, MailFaults faults, TimeProvider time)
{
    // SendGrid's limit for a whole request.
    private const long LargestRequest = 30 * 1024 * 1024;
    private const int DefaultLimit = 100;
    private const int MostMails = 1000;

    private static readonly SendError Unauthorized = new("The provided authorization grant is invalid, expired, or revoked", null);
    private static readonly SendError TooLarge = new(
        $"The local mailbox keeps mails of up to {MailStore.LargestMail} bytes, not counting attachments.", "content");

    /// <summary>Maps <c>/v3/mail/send</c> and the mailbox's pages.</summary>
    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/v3/mail/send", SendAsync);
        endpoints.MapGet("/local/mails", ListAsync);
        endpoints.MapGet("/local/mailbox", ShowAsync);
        endpoints.MapGet("/local/mailbox/{id}", ShowOneAsync);
        endpoints.MapPost("/local/mail-faults", SetFaultAsync);
    }

    private async Task SendAsync(HttpContext http)
    {
        if (!IsAuthorized(http.Request))
        {
            await RefuseAsync(http, StatusCodes.Status401Unauthorized, Unauthorized);
            return;
        }

        if (faults.Take() is { } fault)
        {
            await FailAsync(http, fault);
            return;
        }

        if (await ReadAsync(http) is not { } request)
        {
            await RefuseAsync(http, StatusCodes.Status400BadRequest, new SendError("Bad Request", null));
            return;
        }

        if (SendRequestValidation.Check(request) is { Count: > 0 } errors)
        {
            await RefuseAsync(http, StatusCodes.Status400BadRequest, [.. errors]);
            return;
        }

        // As SendGrid does: checked, answered with 200, and neither kept nor sent.
        if (request.MailSettings?.SandboxMode?.Enable == true)
            return;
        var id = MailStore.NewId();
        if (!await store.TryAddAsync(KeptMail.Of(request, id, time.GetUtcNow()), http.RequestAborted))
        {
            await RefuseAsync(http, StatusCodes.Status413PayloadTooLarge, TooLarge);
            return;
        }

        http.Response.StatusCode = StatusCodes.Status202Accepted;
        http.Response.Headers["X-Message-Id"] = id;
    }

    private async Task ListAsync(HttpContext http)
    {
        if (!TryReadLimit(http.Request, out var limit))
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var to = http.Request.Query["to"].ToString();
        var mails = await store.NewestAsync(limit, to.Length == 0 ? null : to, http.RequestAborted);
        http.Response.ContentType = "application/json; charset=utf-8";
        await JsonSerializer.SerializeAsync(
            http.Response.Body, mails, KeptMailJson.Plain.IReadOnlyListKeptMail, http.RequestAborted);
    }

    private async Task ShowAsync(HttpContext http) =>
        await MailboxPage.WriteListAsync(http.Response, await store.NewestAsync(DefaultLimit, null, http.RequestAborted));

    private async Task ShowOneAsync(HttpContext http)
    {
        var id = (string)http.Request.RouteValues["id"]!;
        if (await store.FindAsync(id, http.RequestAborted) is { } mail)
            await MailboxPage.WriteMailAsync(http.Response, mail);
        else
            http.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    private async Task SetFaultAsync(HttpContext http)
    {
        var fault = await http.Request.ReadFromJsonAsync<MailFaults.Fault>(http.RequestAborted);
        if (fault is not { Status: >= 400 and <= 599, Count: >= 0, RetryAfter: >= 0 })
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        faults.Set(fault);
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static bool IsAuthorized(HttpRequest request)
    {
        const string scheme = "Bearer ";
        var authorization = request.Headers.Authorization.ToString();
        return authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            && authorization.AsSpan(scheme.Length).Trim().Length > 0;
    }

    /// <summary>The request; null when it is not JSON of that shape.</summary>
    private static async Task<SendRequest?> ReadAsync(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = LargestRequest;
        try
        {
            return await JsonSerializer.DeserializeAsync(http.Request.Body, SendRequestJson.Default.SendRequest, http.RequestAborted);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool TryReadLimit(HttpRequest request, out int limit)
    {
        limit = DefaultLimit;
        var text = request.Query["limit"].ToString();
        return text.Length == 0
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is > 0 and <= MostMails);
    }

    private static Task FailAsync(HttpContext http, MailFaults.Fault fault)
    {
        if (fault.Status == StatusCodes.Status429TooManyRequests)
            http.Response.Headers.RetryAfter = fault.RetryAfter.ToString(CultureInfo.InvariantCulture);
        return RefuseAsync(http, fault.Status, new SendError($"Answered {fault.Status} because a test asked for it.", null));
    }

    private static Task RefuseAsync(HttpContext http, int status, params SendError[] errors)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(
            new { errors = errors.Select(error => new { message = error.Message, field = error.Field, help = (string?)null }) },
            http.RequestAborted);
    }
}
