using System.Text.Json;
using Dfm.Core.Notifications;
using Dfm.Functions.Accounts.Sessions;
using Dfm.Functions.Outbox;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Accounts.Effects;

/// <summary>A link that was asked for.</summary>
/// <param name="Account">The account's key; there need not be one.</param>
/// <param name="Request">Random; names the link and its mail.</param>
public sealed record PasswordLinkRequest(string Account, Guid Request, PasswordLinkKind Kind, DateTimeOffset At)
{
    /// <summary>For an invitation: who invites.</summary>
    public InvitationOrigin? Invitation { get; init; }
}

/// <summary>Who invites a person.</summary>
public sealed record InvitationOrigin(CustomerId Customer, string CustomerName, string InvitedBy);

/// <summary>
/// Issues the link that sets a password, and enqueues its mail. Performed again for the same request, it is the same link in the same mail.
/// </summary>
public sealed class PasswordLinkEffect(
    IAccountStore accounts, IUserStore users, PasswordTokens tokens, IMailQueue mails, TimeProvider clock) : IEffectHandler
{
    private const string EffectName = "password-link";
    private const int Races = 5;

    public string Name => EffectName;

    public static OutboxEffect Of(PasswordLinkRequest request) =>
        OutboxEffect.Handle(EffectName, $"{request.Request:N}", request);

    public async Task Perform(JsonElement payload, CancellationToken cancellationToken)
    {
        var asked = payload.Deserialize<PasswordLinkRequest>(StorageJson.Options)!;
        var token = tokens.Issue(asked.Account, asked.Request);
        for (var race = 0; race < Races; race++)
        {
            var known = await accounts.Read(asked.Account, cancellationToken);
            if (known.Account is not { } account || !await MayHaveOne(account, asked, cancellationToken)) return;
            var isStored = known.Link?.Request == asked.Request;
            var link = isStored
                ? known.Link
                : PasswordLink.Issue(known.Link, asked.Request, asked.Kind, token.Hash, asked.At, clock.GetUtcNow());
            if (link is null or { IsUsed: true }) return;
            if (!isStored)
            {
                // Read once more: the mail goes to the address as it is once the link can be seen by whoever changes the address.
                await accounts.StoreLink(asked.Account, link, known.LinkVersion, cancellationToken);
                continue;
            }

            await mails.Enqueue(MailOf(account, link, token, asked.Invitation), cancellationToken);
            return;
        }

        throw new TimeoutException("Other links of the same account were stored at every try.");
    }

    /// <summary>Not whoever is closed out, and not by the invitation of a customer that is not the account's.</summary>
    private async Task<bool> MayHaveOne(Account account, PasswordLinkRequest asked, CancellationToken cancellationToken) =>
        (asked.Invitation is null || asked.Invitation.Customer == account.Customer)
        && await users.Find(account.Customer, account.User, cancellationToken) is { IsOpen: true };

    private static MailMessage MailOf(Account account, PasswordLink link, PasswordToken token, InvitationOrigin? invitation) => invitation is null
        ? AccountMails.Reset(account, link, token.ToText())
        : AccountMails.Invitation(account, link, token.ToText(), invitation.CustomerName, invitation.InvitedBy);
}
