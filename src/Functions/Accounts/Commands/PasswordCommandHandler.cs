using Azure;
using Azure.Data.Tables;
using Dfm.Core.Notifications;
using Dfm.Functions.Accounts.Effects;
using Dfm.Functions.Accounts.Sessions;
using Dfm.Functions.Accounts.Storage;
using Dfm.Functions.Commands;
using Dfm.Functions.Outbox;
using Dfm.Functions.Security;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Accounts.Commands;

/// <summary>
/// Sets passwords. One transaction of the account's partition replaces the hash, uses up the link, ends sessions, and lets the mail follow
/// that tells the person of it.
/// </summary>
public sealed class PasswordCommandHandler(
    CommandPipeline pipeline, IAccountStore accounts, AttemptGate gate, Passwords passwords, TimeProvider clock)
{
    /// <summary>Whether a password can be set by the link: looked at first, so that what is not a link costs one query and nothing else.</summary>
    public async Task<bool> IsGood(PasswordToken token, CancellationToken cancellationToken) =>
        Opens(token, await accounts.Read(token.Account, cancellationToken));

    /// <summary>Sets the password of the account whose link this is, and ends all its sessions.</summary>
    /// <returns>The account, or <c>password-link-invalid</c>, or what is wrong with the password.</returns>
    public async Task<CommandOutcome<Account>> SetByLink(PasswordToken token, Password password, CancellationToken cancellationToken)
    {
        string? hash = null;
        await using var execution = pipeline.Begin(TableNames.Accounts, token.Account);
        return await execution.Run(Decide, () => AccountProblems.Busy, idempotency: null);

        async Task<Result<Account>> Decide(UnitOfWork unit)
        {
            var known = await accounts.Read(token.Account, cancellationToken);
            if (known is not { Account: { } account, Link: { } link } || !Opens(token, known)) return AccountProblems.LinkInvalid;
            if (PasswordRules.Fault(password, account.Identifier) is { } fault) return Problem.Validation("password", fault);
            hash ??= await passwords.HashNew(password, cancellationToken);
            Store(unit, token.Account, known, hash, known.Sessions);
            if (link.Kind is PasswordLinkKind.Reset) Tell(unit, account);
            unit.Follow(ActivationEffect.Of(account));
            return account;
        }
    }

    /// <summary>Sets another password for whoever knows the present one, and ends the person's other sessions.</summary>
    /// <returns>The account, or what is wrong with one of the passwords, or <c>too-many-attempts</c>.</returns>
    public async Task<CommandOutcome<Account>> Change(
        SessionKey session, Password current, Password next, CancellationToken cancellationToken)
    {
        if ((await accounts.Read(session.Account, cancellationToken)).Account is not { } caller) return Refused(AuthProblems.TokenInvalid);
        if (PasswordRules.Fault(next, caller.Identifier) is { } fault) return Refused(Problem.Validation("newPassword", fault));
        // By a counter of the session's own: a stranger's failed sign-ins do not keep the person from changing the password.
        var admitted = await gate.Admit(new AttemptCounter(caller.Identifier, session.Id), address: null, cancellationToken);
        if (!admitted.IsSuccess) return Refused(admitted.Problem);
        var (isRight, _) = await passwords.Verify(admitted.Value.PasswordHash, current, cancellationToken);
        if (!isRight) return Refused(Problem.Validation("currentPassword", "Ce n'est pas votre mot de passe actuel."));

        var hash = await passwords.HashNew(next, cancellationToken);
        await using var execution = pipeline.Begin(TableNames.Accounts, session.Account);
        return await execution.Run(Decide, () => AccountProblems.Busy, idempotency: null);

        async Task<Result<Account>> Decide(UnitOfWork unit)
        {
            var known = await accounts.Read(session.Account, cancellationToken);
            // Somebody else has set another one in between: the person knows neither.
            if (known.Account is not { } account || known.PasswordHash != admitted.Value.PasswordHash) return AuthProblems.TokenInvalid;
            Store(unit, session.Account, known, hash, known.Sessions.Where(one => one.Id != session.Id));
            unit.Write(RowActions.Upsert(AccountRows.ToRow(session.Account, SignInAttempts.None, session.Id)));
            Tell(unit, account);
            return account;
        }
    }

    private bool Opens(PasswordToken token, SignInRecord known) =>
        known.Link is { } link && Secrets.Matches(token.Secret, link.TokenHash) && link.IsGood(clock.GetUtcNow());

    private static CommandOutcome<Account> Refused(Problem problem) => CommandOutcome<Account>.Refused(problem);

    private static void Store(UnitOfWork unit, string key, SignInRecord known, string hash, IEnumerable<Session> ended)
    {
        var row = new TableEntity(key, AccountRows.AccountRow) { ["PasswordHash"] = hash, [JournalRows.Command] = unit.TryId };
        unit.Write(RowActions.Merge(row, new ETag(known.AccountVersion!)));
        unit.ProveBy(row.RowKey, JournalRows.Command);
        if (known.Link is { } link) unit.Write(RowActions.Replace(AccountRows.ToRow(key, link with { IsUsed = true }), known.LinkVersion!));
        foreach (var session in ended) unit.Write(RowActions.Delete(AccountRows.ToRow(key, session)));
        // Who was locked out by others' guesses is not any more.
        unit.Write(RowActions.Upsert(AccountRows.ToRow(key, SignInAttempts.None)));
    }

    private void Tell(UnitOfWork unit, Account account) =>
        unit.Follow(OutboxEffect.EnqueueMail(AccountMails.Changed(account, unit.TryId, clock.GetUtcNow())));
}
