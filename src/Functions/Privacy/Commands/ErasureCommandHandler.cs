using Dfm.Core.Privacy;
using Dfm.Functions.Accounts.Effects;
using Dfm.Functions.Accounts.Storage;
using Dfm.Functions.Commands;
using Dfm.Functions.Http;
using Dfm.Functions.Privacy.Responses;
using Dfm.Functions.Privacy.Storage;
using Dfm.Functions.Security;
using Dfm.Functions.Storage;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Privacy.Commands;

/// <summary>
/// Begins erasures. One transaction stores the erasure and closes the user out, whoever that is; what follows ends the sessions and starts the
/// orchestration. Whoever has written by mail alone has nothing to be closed.
/// </summary>
public sealed class ErasureCommandHandler(
    CommandPipeline pipeline,
    ICustomerStore customers,
    TableUserStore users,
    TableErasureStore erasures,
    IOptions<PrivacyOptions> options,
    TimeProvider clock)
{
    private const int SaltBytes = 16;
    private const int IdLength = 8;

    /// <summary>Erases a user; the same erasure again where one is pending.</summary>
    public async Task<CommandOutcome<StoredResponse>> Erase(
        string customerId, string userId, Idempotency? idempotency, CancellationToken cancellationToken)
    {
        if (!CustomerId.TryParse(customerId, out var customer) || !UserId.TryParse(userId, out var user))
            return CommandOutcome<StoredResponse>.Refused(UserProblems.NotFound);
        return await Begin(customer, user, sender: null, idempotency, cancellationToken);
    }

    /// <summary>Erases somebody who has written by mail and has no account; the same erasure again where one is pending.</summary>
    public async Task<CommandOutcome<StoredResponse>> EraseSender(
        string customerId, MailSender sender, Idempotency? idempotency, CancellationToken cancellationToken)
    {
        if (!CustomerId.TryParse(customerId, out var customer) || await customers.Find(customer, cancellationToken) is null)
            return CommandOutcome<StoredResponse>.Refused(CustomerProblems.NotFound);
        if (await IsUser(customer, sender, cancellationToken)) return CommandOutcome<StoredResponse>.Refused(PrivacyProblems.SenderIsUser);
        return await Begin(customer, sender.User, sender, idempotency, cancellationToken);
    }

    /// <summary>Of the customer, or active at another one: mails lie together for all.</summary>
    private async Task<bool> IsUser(CustomerId customer, MailSender sender, CancellationToken cancellationToken) =>
        (await users.List(customer, cancellationToken)).Any(sender.Is) || (await users.FindByEmail(sender.Email, cancellationToken)).Count > 0;

    /// <param name="sender">Who has no account; null for a user.</param>
    private async Task<CommandOutcome<StoredResponse>> Begin(
        CustomerId customer, UserId user, MailSender? sender, Idempotency? idempotency, CancellationToken cancellationToken)
    {
        var (pseudonym, salt, now) = (Guid.NewGuid().ToString("N")[..IdLength], Secrets.Random(SaltBytes), clock.GetUtcNow());
        await using var execution = pipeline.Begin(TableNames.Users, customer);
        return await execution.Run(Try, () => UserProblems.Busy, idempotency);

        async Task<Result<StoredResponse>> Try(UnitOfWork unit)
        {
            var loading = users.Load(customer, user, cancellationToken);
            var begun = (await erasures.List(customer, cancellationToken)).Where(one => one.IsOf(user)).ToList();
            var loaded = await loading;
            if (loaded.User is null && sender is null) return UserProblems.NotFound;
            if (loaded.User is not null && sender is not null) return PrivacyProblems.SenderIsUser;
            if (begun.FirstOrDefault(one => one.State is ErasureState.Pending && one.IsOfSender == (sender is not null)) is { } pending) return unit.Respond(Response(pending));
            if (loaded.User is { } known) Close(unit, loaded, known);
            var erasure = Erasure.Begin(pseudonym, salt, customer, user, now, options.Value.SettleFor);
            if (sender is not null) erasure = erasure.Of(sender);
            unit.Write(RowActions.Insert(TableErasureStore.RowOf(erasure)));
            unit.Follow(ErasureEffects.Start(erasure, options.Value.SettleFor));
            return unit.Respond(Response(erasure));
        }
    }

    /// <summary>Does an erasure once more, after a restore has brought the person back, or where it was given up.</summary>
    public async Task<CommandOutcome<StoredResponse>> Repeat(
        string customerId, string id, Idempotency? idempotency, CancellationToken cancellationToken)
    {
        if (!CustomerId.TryParse(customerId, out var customer) || !Pseudonym.IsId(id))
            return CommandOutcome<StoredResponse>.Refused(PrivacyProblems.NotFound);
        await using var execution = pipeline.Begin(TableNames.Users, customer);
        return await execution.Run(Try, () => UserProblems.Busy, idempotency);

        async Task<Result<StoredResponse>> Try(UnitOfWork unit)
        {
            if (await erasures.Find(customer, id, cancellationToken) is not var (erasure, row)) return PrivacyProblems.NotFound;
            var again = erasure.Repeat(clock.GetUtcNow());
            if (again == erasure) return unit.Respond(Response(erasure));
            unit.Write(TableErasureStore.RowOf(again), $"{row.ETag}", CommandIds.Of(row));
            unit.Follow(ErasureEffects.Start(again, TimeSpan.Zero));
            return unit.Respond(Response(again));
        }
    }

    /// <summary>Nobody is kept because a customer would be left without a Superviseur: DFM names another.</summary>
    private static void Close(UnitOfWork unit, LoadedUser loaded, Account known)
    {
        var closed = known with { State = AccountState.Erasing };
        TableUserStore.Write(unit, loaded, closed, loaded.All.With(known, closed));
        unit.Follow(UserEffect.Of(closed));
    }

    private static StoredResponse Response(Erasure erasure) => StoredResponses.Of(ErasureResponse.Of(erasure), StatusCodes.Status202Accepted);
}
