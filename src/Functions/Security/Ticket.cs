namespace Dfm.Functions.Security;

/// <summary>
/// Opens one document in a browser's tab, which sends no access token: a cookie of that document's path, so that the ticket stands in no
/// address, no history and no log.
/// </summary>
/// <param name="Caller">Who opens it.</param>
/// <param name="Document">What it opens, and nothing else.</param>
public sealed record Ticket(Caller Caller, string Document)
{
    public const string Cookie = "dfm_ticket";
}
