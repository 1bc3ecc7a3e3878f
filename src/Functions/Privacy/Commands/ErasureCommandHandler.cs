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
/// Begins erasures. One transaction closes the user out, whoever that is, and stores the erasure; what follows ends the sessions and starts the
/// orchestration.
/// </summary>
public sealed class ErasureCommandHandler(
    CommandPipeline pipeline, TableUserStore users, TableErasureStore erasures, IOptions<PrivacyOptions> options, TimeProvider clock)
{
    private const int SaltBytes = 16;
    private const int IdLength = 8;

    /// <summary>Erases a user; the same erasure again where one is pending.</summary>
    public async Task<CommandOutcome<StoredResponse>> Erase(
        string customerId, string userId, Idempotency? idempotency, CancellationToken cancellationToken)
    {
        if (!CustomerId.TryParse(customerId, out var customer) || !UserId.TryParse(userId, out var user))
            return CommandOutcome<StoredResponse>.Refused(UserProblems.NotFound);
        var (pseudonym, salt, now) = (Guid.NewGuid().ToString("N")[..IdLength], Secrets.Random(SaltBytes), clock.GetUtcNow());
        await using var execution = pipeline.Begin(TableNames.Users, customer);
        return await execution.Run(Try, () => UserProblems.Busy, idempotency);

        async Task<Result<StoredResponse>> Try(UnitOfWork unit)
        {
            var loading = users.Load(customer, user, cancellationToken);
            var begun = (await erasures.List(customer, cancellationToken)).Where(one => one.IsOf(user)).ToList();
            var loaded = await loading;
            if (loaded.User is not { } known) return UserProblems.NotFound;
            if (begun.FirstOrDefault(one => one.State is ErasureState.Pending) is { } pending) return unit.Respond(Response(pending));
            var closed = known with { State = AccountState.Erasing };
            // Nobody is kept because a customer would be left without a Superviseur: DFM names another.
            TableUserStore.Write(unit, loaded, closed, loaded.All.With(known, closed));
            var erasure = Erasure.Begin(pseudonym, salt, known, now, options.Value.SettleFor);
            unit.Write(RowActions.Insert(TableErasureStore.RowOf(erasure)));
            unit.Follow(UserEffect.Of(closed));
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

    private static StoredResponse Response(Erasure erasure) => StoredResponses.Of(ErasureResponse.Of(erasure), StatusCodes.Status202Accepted);
}
