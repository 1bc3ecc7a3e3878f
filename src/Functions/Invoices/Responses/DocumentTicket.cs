using Dfm.Functions.Http;
using Dfm.Functions.Security;

namespace Dfm.Functions.Invoices.Responses;

/// <summary>A ticket that was issued; the ticket itself is in the cookie.</summary>
/// <param name="Url">What it opens.</param>
/// <param name="ExpiresAt">Until when it has to be opened.</param>
public sealed record DocumentTicket(string Url, DateTimeOffset ExpiresAt)
{
    /// <summary>Sets the cookie of a ticket for <paramref name="document"/>, which only requests of <paramref name="url"/> carry.</summary>
    public static IResult Issue(HttpContext http, AccessTokens tokens, Caller caller, string document, string url, DateTimeOffset now)
    {
        PortalCookies.Set(http, Ticket.Cookie, tokens.IssueTicket(caller, document), url, AccessTokens.TicketLifetime);
        return Results.Json(new DocumentTicket(url, now + AccessTokens.TicketLifetime), PortalJson.Options);
    }
}
