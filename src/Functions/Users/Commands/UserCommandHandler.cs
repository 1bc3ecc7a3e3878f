using Dfm.Core.Notifications;
using Dfm.Core.Usage;
using Dfm.Functions.Accounts.Effects;
using Dfm.Functions.Accounts.Storage;
using Dfm.Functions.Commands;
using Dfm.Functions.Http;
using Dfm.Functions.Outbox;
using Dfm.Functions.Storage;
using Dfm.Functions.Users.Responses;

namespace Dfm.Functions.Users.Commands;

/// <summary>
/// Executes a Superviseur's commands on the users of the own customer. A transaction writes the user and what is true of all of them, so that a
/// customer keeps a Superviseur whatever happens at the same time; the account that the person signs in with follows by the outbox.
/// </summary>
public sealed class UserCommandHandler(
    CommandPipeline pipeline, TableUserStore users, IAccountStore accounts, ICustomerStore customers, TimeProvider clock)
{
    /// <summary>Adds a user, who gets a mail.</summary>
    public Task<CommandOutcome<StoredResponse>> Invite(
        Caller by, UserForm form, Idempotency? idempotency, CancellationToken cancellationToken) => Run(
            by,
            customer => form.Invite(customer).Then<UserId>(invited => invited.User),
            (known, customer) => known is null ? form.Invite(customer) : UserProblems.Exists,
            idempotency,
            StatusCodes.Status201Created,
            invites: true,
            UsageActions.UserInvited,
            cancellationToken);

    /// <summary>Sends another invitation, which takes the place of the last one.</summary>
    public Task<CommandOutcome<StoredResponse>> InviteAgain(
        Caller by, string id, Idempotency? idempotency, CancellationToken cancellationToken) => Run(
            by,
            _ => Parse(id),
            (known, _) => known switch
            {
                null => UserProblems.NotFound,
                { State: AccountState.Invited } => known,
                _ => UserProblems.NotInvited,
            },
            idempotency,
            StatusCodes.Status200OK,
            invites: true,
            UsageActions.UserInvited,
            cancellationToken);

    /// <summary>Changes a user who exists.</summary>
    /// <param name="action">For the journal of use.</param>
    public Task<CommandOutcome<StoredResponse>> Change(
        Caller by,
        string id,
        string action,
        Func<Account, Customer, Result<Account>> change,
        Idempotency? idempotency,
        CancellationToken cancellationToken) => Run(
            by,
            _ => Parse(id),
            (known, customer) => known switch
            {
                null => UserProblems.NotFound,
                { State: AccountState.Erasing } => UserProblems.BeingErased,
                _ => change(known, customer),
            },
            idempotency,
            StatusCodes.Status200OK,
            invites: false,
            action,
            cancellationToken);

    private static Result<UserId> Parse(string id) => UserId.TryParse(id, out var known) ? known : UserProblems.NotFound;

    private async Task<CommandOutcome<StoredResponse>> Run(
        Caller by,
        Func<Customer, Result<UserId>> whom,
        Func<Account?, Customer, Result<Account>> decide,
        Idempotency? idempotency,
        int status,
        bool invites,
        string action,
        CancellationToken cancellationToken)
    {
        var (request, at) = (Guid.NewGuid(), clock.GetUtcNow());
        await using var execution = pipeline.Begin(TableNames.Users, by.Customer);
        var customer = await customers.Find(by.Customer, cancellationToken)
            ?? throw new InvalidOperationException($"There is no customer {by.Customer}.");
        return await execution.Run(Try, () => UserProblems.Busy, idempotency);

        async Task<Result<StoredResponse>> Try(UnitOfWork unit)
        {
            var user = whom(customer);
            if (!user.IsSuccess) return user.Problem;
            var loaded = await users.Load(by.Customer, user.Value, cancellationToken);
            var decided = decide(loaded.User, customer);
            if (!decided.IsSuccess) return decided.Problem;
            var allowed = loaded.All.Allow(loaded.User, decided.Value);
            if (!allowed.IsSuccess) return allowed.Problem;
            TableUserStore.Write(unit, loaded, decided.Value, allowed.Value);
            unit.Follow(UserEffect.Of(decided.Value));
            var hasMoved = loaded.User is { } known && known.Email != decided.Value.Email;
            // To another address goes another link, and the one before is worth nothing: who knows whom it has reached.
            if (invites || (hasMoved && decided.Value.State is AccountState.Invited)) unit.Follow(Invitation(decided.Value));
            else if (hasMoved)
                unit.Follow(OutboxEffect.EnqueueMail(AccountMails.AddressChanged(loaded.User!, decided.Value, by.Name, request, at)));
            unit.Note(new(by.Customer, at, by.Name, by.User, action, decided.Value.User.Value));
            return unit.Respond(StoredResponses.Of(UserResponse.Of(decided.Value), status));
        }

        OutboxEffect Invitation(Account invited) => PasswordLinkEffect.Of(
            new(accounts.KeyOf(invited.Identifier), request, PasswordLinkKind.Invitation, at) { Invitation = new(by.Customer, customer.Name, by.Name) });
    }
}
